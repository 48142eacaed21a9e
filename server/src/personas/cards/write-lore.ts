import { isDeepStrictEqual } from 'node:util';
import type { Lorebook, LoreEntry } from '@chimera/protocol/lore';
import { splitDecorators } from './card-lore.ts';
import { withFields } from './convert-card.ts';
import { isList, isObject, type Json, type JsonObject, toJson } from './json-document.ts';

/** How an entry's fields are called in a card. */
const fields: readonly (readonly [keyof LoreEntry, string])[] = [
  ['keys', 'keys'],
  ['content', 'content'],
  ['enabled', 'enabled'],
  ['order', 'insertion_order'],
  ['caseSensitive', 'case_sensitive'],
  ['name', 'name'],
  ['priority', 'priority'],
  ['secondaryKeys', 'secondary_keys'],
  ['constant', 'constant'],
];

/**
 * Lore as a `character_book`. `book` is the one that `before` was read from: entries and fields that did not
 * change stay as they are in it, with all that only other programs know of them.
 */
export function bookFrom(
  lore: Lorebook | undefined,
  { book, before }: { readonly book: Json | undefined; readonly before: Lorebook | undefined },
): JsonObject | undefined {
  if (!lore) return undefined;
  const raw = isObject(book) ? book : { extensions: {} };
  const pairs = pairsOf(lore.entries, before?.entries ?? [], rawEntries(raw));
  const changes: Record<string, Json | undefined> = {
    ...(lore.name !== before?.name && { name: lore.name }),
    ...(lore.description !== before?.description && { description: lore.description }),
    ...(lore.scanDepth !== before?.scanDepth && { scan_depth: lore.scanDepth }),
    ...(lore.tokenBudget !== before?.tokenBudget && { token_budget: lore.tokenBudget }),
    entries: pairs.map(({ entry, was }) => (was ? changedEntry(entry, was) : newEntry(entry))),
  };
  return withFields(raw, changes);
}

/** An entry as it was read, and as the card has it. */
interface Known {
  readonly entry: LoreEntry;
  readonly raw: JsonObject;
}

/** Finds out which entry is which: the same one first, then one with the same keys or words. */
function pairsOf(
  entries: readonly LoreEntry[],
  before: readonly LoreEntry[],
  raws: readonly JsonObject[],
): { entry: LoreEntry; was: Known | undefined }[] {
  const known = new Set(before.flatMap((entry, index) => (raws[index] ? [{ entry, raw: raws[index] }] : [])));
  const found = new Map<LoreEntry, Known>();
  const traits = [
    (entry: LoreEntry) => JSON.stringify(sorted(entry)),
    ({ keys, name }: LoreEntry) => JSON.stringify([keys, name]),
    ({ content }: LoreEntry) => content,
    ({ keys }: LoreEntry) => (keys.length > 0 ? JSON.stringify(keys) : undefined),
  ];
  for (const trait of traits) {
    const byTrait = Map.groupBy(known, ({ entry }) => trait(entry));
    for (const entry of entries) {
      const looks = trait(entry);
      const was = found.has(entry) || looks === undefined ? undefined : byTrait.get(looks)?.shift();
      if (was) found.set(entry, was);
      if (was) known.delete(was);
    }
  }
  return entries.map((entry) => ({ entry, was: found.get(entry) }));
}

function changedEntry(entry: LoreEntry, { entry: before, raw }: Known): JsonObject {
  const changed = fields.filter(([field]) => !isDeepStrictEqual(entry[field], before[field]));
  const changes = Object.fromEntries(changed.map(([field, key]) => [key, valueOf(entry, field)]));
  if (typeof changes['content'] === 'string' && typeof raw['content'] === 'string') {
    const { decorators } = splitDecorators(raw['content']);
    if (decorators) changes['content'] = `${decorators}\n${changes['content']}`;
  }
  if ('secondary_keys' in changes) changes['selective'] = entry.secondaryKeys.length > 0;
  return withFields(raw, changes);
}

function newEntry(entry: LoreEntry): JsonObject {
  const told = Object.fromEntries(fields.map(([field, key]) => [key, valueOf(entry, field)]));
  return withFields(
    {},
    { ...told, selective: entry.secondaryKeys.length > 0, use_regex: false, extensions: {} },
  );
}

function valueOf(entry: LoreEntry, field: keyof LoreEntry): Json | undefined {
  return entry[field] === undefined ? undefined : toJson(entry[field]);
}

function rawEntries({ entries }: JsonObject): readonly JsonObject[] {
  const list = isList(entries) ? entries : isObject(entries) ? Object.values(entries) : [];
  return list.map((entry) => (isObject(entry) ? entry : {}));
}

function sorted(entry: LoreEntry): unknown {
  return fields.map(([field]) => entry[field]);
}
