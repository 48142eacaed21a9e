import { layoutOf, twinOf } from './card-layout.ts';
import { ImportNotes } from './import-notes.ts';
import { isList, isObject, type Json, type JsonObject } from './json-document.ts';

/** The formats that cards are written in. */
export type WrittenFormat = 'card-v2' | 'card-v3';

const specs = {
  'card-v2': { spec: 'chara_card_v2', spec_version: '2.0' },
  'card-v3': { spec: 'chara_card_v3', spec_version: '3.0' },
} as const;

/** Fields that V2 does not have. */
const V3_FIELDS = [
  'nickname',
  'creator_notes_multilingual',
  'source',
  'group_only_greetings',
  'creation_date',
  'modification_date',
  'assets',
];

/** What every card must have. */
const blankData: JsonObject = {
  name: '',
  description: '',
  personality: '',
  scenario: '',
  first_mes: '',
  mes_example: '',
  creator_notes: '',
  system_prompt: '',
  post_history_instructions: '',
  alternate_greetings: [],
  tags: [],
  creator: '',
  character_version: '',
  extensions: {},
};

export function blankCard(format: WrittenFormat, name: string): JsonObject {
  const data = format === 'card-v3' ? { ...blankData, group_only_greetings: [] } : blankData;
  return { ...specs[format], data: { ...data, name } };
}

/**
 * A card in a format. One that is in it already stays as it is. Fields that V2 does not have wait in
 * `extensions.chimera.v3` and come back; everything that neither format knows stays where it is.
 */
export function cardAs(format: WrittenFormat, card: JsonObject): JsonObject {
  const layout = layoutOf(card, '', new ImportNotes());
  if (layout.format === 'card-v1') return cardAs(format, fromV1(card));
  const stated = card['spec'] ? card : { ...card, ...specs[layout.format] };
  if (layout.format === format) return stated;
  const data = format === 'card-v3' ? dataAsV3(layout.data.object) : dataAsV2(layout.data.object);
  return { ...stated, ...specs[format], data };
}

/** A copy of the data with some fields changed, also where a field beside it repeats one. Undefined takes a field away. */
export function withData(
  card: JsonObject,
  changes: Readonly<Record<string, Json | undefined>>,
  mirrors: readonly string[],
): JsonObject {
  const { data } = card;
  const mirrored = mirrors
    .filter((key) => Object.hasOwn(changes, twinOf(key)))
    .map((key) => [key, changes[twinOf(key)]] as const);
  const changed = withFields(isObject(data) ? data : {}, changes);
  return { ...withFields(card, Object.fromEntries(mirrored)), data: changed };
}

/** An object with some fields changed, each in its place. Undefined takes a field away. */
export function withFields(
  object: JsonObject,
  changes: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  const entries = Object.entries({ ...object, ...changes });
  return Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** The fields of V1 stay beside the data, for programs that know only those. */
function fromV1(card: JsonObject): JsonObject {
  const known = Object.keys(blankData).filter(
    (key) =>
      key !== 'extensions' && (card[key] ?? null) !== null && isList(card[key]) === isList(blankData[key]),
  );
  const notes = card['creatorcomment'] ?? '';
  const told = Object.fromEntries([['creator_notes', notes], ...known.map((key) => [key, card[key] ?? ''])]);
  const book = isObject(card['character_book']) ? { character_book: card['character_book'] } : {};
  return { ...card, ...specs['card-v2'], data: { ...blankData, ...told, ...book } };
}

function dataAsV2(data: JsonObject): JsonObject {
  const only = Object.fromEntries(
    V3_FIELDS.flatMap((key) => (Object.hasOwn(data, key) ? [[key, data[key] ?? null]] : [])),
  );
  const rest = Object.fromEntries(Object.entries(data).filter(([key]) => !Object.hasOwn(only, key)));
  if (Object.keys(only).length === 0) return rest;
  return withChimera(rest, { v3: only });
}

function dataAsV3(data: JsonObject): JsonObject {
  const { extensions, character_book: book } = data;
  const chimera = isObject(extensions) ? extensions['chimera'] : undefined;
  const stashed = isObject(chimera) ? chimera['v3'] : undefined;
  const known = isObject(stashed) ? stashed : undefined;
  const told = known ? withChimera(data, { v3: undefined }) : data;
  const lore =
    isObject(book) && isList(book['entries']) ? { character_book: bookAsV3(book, book['entries']) } : {};
  return {
    ...told,
    ...lore,
    ...(known ?? (data['group_only_greetings'] ? {} : { group_only_greetings: [] })),
  };
}

/** V3 wants to be told of each entry whether its keys are patterns. */
function bookAsV3(book: JsonObject, entries: readonly Json[]): JsonObject {
  const told = entries.map((entry) =>
    isObject(entry) && !Object.hasOwn(entry, 'use_regex') ? { ...entry, use_regex: false } : entry,
  );
  return { ...book, entries: told };
}

/** Data with other fields in `extensions.chimera`, which goes when there are none. */
export function withChimera(
  data: JsonObject,
  fields: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  const extensions = isObject(data['extensions']) ? data['extensions'] : {};
  const before = isObject(extensions['chimera']) ? extensions['chimera'] : {};
  const chimera = withFields(before, fields);
  const isEmpty = Object.keys(chimera).length === 0;
  return { ...data, extensions: withFields(extensions, { chimera: isEmpty ? undefined : chimera }) };
}
