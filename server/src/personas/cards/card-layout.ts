import type { ImportReport } from '@chimera/protocol/import-report';
import { type Place, placeOf } from './card-fields.ts';
import { CardProblem } from './card-problem.ts';
import type { ImportNotes } from './import-notes.ts';
import { isObject, type Json, type JsonObject, under } from './json-document.ts';

export type CardFormat = Exclude<NonNullable<ImportReport['format']>, 'cast'>;

/** Where a card keeps what. */
export interface CardLayout {
  readonly format: CardFormat;
  readonly root: Place;
  /** The fields of the character; in V1 the card itself. */
  readonly data: Place;
  readonly extensions: Place | undefined;
  /** What other fields of Chimera are in. */
  readonly chimera: Place | undefined;
}

const FLAT_FIELDS = ['description', 'personality', 'scenario', 'first_mes', 'mes_example'];

/** Recognises a card by what is in it. Throws a CardProblem when it is none. */
export function layoutOf(card: JsonObject, path: string, notes: ImportNotes): CardLayout {
  const root: Place = { object: card, path, notes };
  const format = formatOf(card, path, notes);
  const data = format === 'card-v1' ? root : placeOf(root, 'data');
  if (!data)
    throw new CardProblem('missing', 'The card has no data. Export it anew.', { path: under(path, 'data') });
  const extensions = format === 'card-v1' ? undefined : placeOf(data, 'extensions');
  const chimera =
    extensions && isObject(extensions.object['chimera']) ? placeOf(extensions, 'chimera') : undefined;
  return { format, root, data, extensions, chimera };
}

/** Fields beside `data` that repeat one in it, as programs write them for those that know only V1. */
export function mirrorsOf({ format, root, data }: CardLayout): readonly string[] {
  if (format === 'card-v1') return [];
  return Object.keys(root.object).filter((key) => {
    const twin = twinOf(key);
    return (
      key !== 'data' &&
      Object.hasOwn(data.object, twin) &&
      JSON.stringify(root.object[key]) === JSON.stringify(data.object[twin])
    );
  });
}

/** The field in `data` that one beside it repeats. */
export function twinOf(key: string): string {
  return key === 'creatorcomment' ? 'creator_notes' : key;
}

function isNewer(version: Json | undefined): boolean {
  return (typeof version === 'string' || typeof version === 'number') && Number(version) > 3;
}

function formatOf(card: JsonObject, path: string, notes: ImportNotes): CardFormat {
  const { spec } = card;
  if (spec === 'chara_card_v2') return 'card-v2';
  if (spec === 'chara_card_v3') {
    if (isNewer(card['spec_version'])) {
      notes.changed(
        under(path, 'spec_version'),
        'The card is of a newer version than is known here; it was read as 3.0.',
      );
    }
    return 'card-v3';
  }
  if (spec === undefined || spec === null) {
    if (isObject(card['data']) && 'name' in card['data']) {
      notes.changed(
        under(path, 'spec'),
        'The card does not say what it is; it was read as a Character Card V2.',
      );
      return 'card-v2';
    }
    if ('name' in card && FLAT_FIELDS.some((field) => field in card)) return 'card-v1';
  }
  throw new CardProblem('unknown-format', whatElse(card), { path });
}

function whatElse(card: JsonObject): string {
  if ('chimera_cast' in card) return 'This is a whole cast. Bring it in as a cast.';
  if (card['spec'] === 'lorebook_v3' || ('entries' in card && !('name' in card && 'data' in card))) {
    return 'This is a lorebook, not a character. Bring in the card of the character that knows it.';
  }
  if ('char_name' in card)
    return 'This is a character of another format. Save it as a Character Card V2 or V3 there.';
  return 'This is no Character Card V1, V2 or V3. Export the character as one of them.';
}
