import { isDeepStrictEqual } from 'node:util';
import type { Sheet } from '@chimera/protocol/persona';
import { layoutOf, mirrorsOf } from './card-layout.ts';
import { blankCard, cardAs, withChimera, withData, type WrittenFormat } from './convert-card.ts';
import { exampleText } from './example-messages.ts';
import { ImportNotes } from './import-notes.ts';
import { isObject, type Json, type JsonObject, toJson } from './json-document.ts';
import { joinedPrompt, mapCard, type MappedCard, promptParts } from './map-card.ts';
import { exactly, ownFields, plainFields, portable, type PortableSheet } from './own-fields.ts';
import { withTalkativeness } from './talkativeness.ts';
import { bookFrom } from './write-lore.ts';

/** How `extensions.chimera` is to be read. */
const OWN_VERSION = 1;

type Changes = Record<string, Json | undefined>;

/**
 * A persona as a character card. One that came from a card is that card, with only those fields written anew that
 * say something else now; nothing that other programs keep in it is lost. What cards cannot say travels in
 * `extensions.chimera`. Brains, connections and pictures do not travel.
 */
export function writeCard(
  sheet: Sheet,
  { format, card }: { readonly format: WrittenFormat; readonly card?: JsonObject | undefined },
): JsonObject {
  const base = card ? cardAs(format, card) : blankCard(format, sheet.name);
  const mapped = mapCard(base);
  const wanted = portable(sheet);
  if (card && isDeepStrictEqual(portable(mapped.sheet), wanted)) return base;
  return withOwnFields(withPlainFields(base, mapped, sheet), wanted, { all: !card });
}

function withPlainFields(base: JsonObject, mapped: MappedCard, sheet: Sheet): JsonObject {
  const before = mapped.sheet;
  const layout = layoutOf(base, '', new ImportNotes());
  const { data, extensions } = layout;
  const has = (field: keyof Sheet) => !isDeepStrictEqual(before[field], sheet[field]);
  const changes: Changes = {
    ...(has('name') && { name: sheet.name }),
    ...(has('aliases') && aliasChanges(data.object, sheet)),
    ...(has('systemPrompt') && promptChanges(promptParts(data), sheet.systemPrompt)),
    ...(has('greeting') && { first_mes: sheet.greeting ?? '' }),
    ...(has('alternateGreetings') && { alternate_greetings: sheet.alternateGreetings }),
    ...(has('exampleMessages') && { mes_example: exampleText(sheet.exampleMessages) }),
    ...(has('tags') && { tags: sheet.tags }),
    ...(has('talkativeness') && withTalkativeness(extensions?.object, sheet.talkativeness)),
    ...(has('lore') && {
      character_book: bookFrom(sheet.lore, {
        book: data.object['character_book'],
        before: mapped.plain.lore,
      }),
    }),
    ...creditChanges(before.credits ?? {}, sheet.credits ?? {}),
  };
  return withData(base, changes, mirrorsOf(layout));
}

/** Sets beside the card what its own fields do not say; with `all` also what they would say anyway. */
function withOwnFields(
  card: JsonObject,
  wanted: PortableSheet,
  { all }: { readonly all: boolean },
): JsonObject {
  const said = portable(mapCard(card).plain);
  const differs = (field: keyof PortableSheet) => !isDeepStrictEqual(said[field], wanted[field]);
  const own = ownFields.filter((field) => differs(field) || (all && wanted[field] !== undefined));
  const exact = plainFields.filter(differs);
  const fields = {
    version: own.length + exact.length > 0 ? OWN_VERSION : undefined,
    sheet:
      own.length > 0
        ? toJson(Object.fromEntries(own.map((field) => [field, wanted[field] ?? null])))
        : undefined,
    exact:
      exact.length > 0
        ? Object.fromEntries(exact.map((field) => [field, exactly(wanted[field], said[field])]))
        : undefined,
  };
  const { data } = card;
  return { ...card, data: withChimera(isObject(data) ? data : {}, fields) };
}

/** What is new goes into the description, or into the personality where only that changed. */
function promptChanges(parts: ReturnType<typeof promptParts>, prompt: string): Changes {
  const { description, personality } = parts;
  const [start, end] = [`${description}\n\n`, `\n\n${personality}`];
  if (personality.trim() && prompt.endsWith(end)) return { description: prompt.slice(0, -end.length) };
  const changes = description.trim() && personality.trim() && prompt.startsWith(start);
  if (changes) return { personality: prompt.slice(start.length) };
  return joinedPrompt({ description: prompt, personality }) === prompt
    ? { description: prompt }
    : { description: prompt, personality: '' };
}

/** A nickname that is no other name any more is none. */
function aliasChanges({ nickname }: JsonObject, { aliases }: Sheet): Changes {
  return typeof nickname === 'string' && nickname && !aliases.includes(nickname.trim())
    ? { nickname: '' }
    : {};
}

function creditChanges(before: NonNullable<Sheet['credits']>, now: NonNullable<Sheet['credits']>): Changes {
  return {
    ...(before.creator !== now.creator && { creator: now.creator ?? '' }),
    ...(before.notes !== now.notes && { creator_notes: now.notes ?? '' }),
    ...(before.version !== now.version && { character_version: now.version ?? '' }),
  };
}
