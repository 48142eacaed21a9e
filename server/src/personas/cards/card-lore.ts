import type { Lorebook, LoreEntry } from '@chimera/protocol/lore';
import { LORE_CONTENT_LIMIT } from '@chimera/protocol/sheet-limits';
import {
  flagOf,
  isBlank,
  type Place,
  placeOf,
  placesOf,
  spokenText,
  textOf,
  wholeOf,
  within,
  wordsOf,
} from './card-fields.ts';
import { CARD_LIMITS } from './card-limits.ts';
import { isObject, type Json, type JsonObject, under } from './json-document.ts';

const DEFAULT_SCAN_DEPTH = 4;
const DEFAULT_TOKEN_BUDGET = 400;

const BOOK_FIELDS = new Set(['name', 'description', 'scan_depth', 'token_budget', 'entries']);

/** Field by field, with the names that SillyTavern uses in its own lorebooks. */
const ENTRY_FIELDS = new Set(
  (
    'keys key secondary_keys keysecondary content enabled disable constant selective case_sensitive ' +
    'insertion_order order priority use_regex name'
  ).split(' '),
);

const ORDERS = [-CARD_LIMITS.loreOrder, CARD_LIMITS.loreOrder] as const;

/** The lore in a card's `character_book`. */
export function loreOf(data: Place): Lorebook | undefined {
  const book = placeOf(data, 'character_book');
  if (!book) return undefined;
  const places = placesOf(book, 'entries', CARD_LIMITS.loreEntries);
  const entries = places.map((place) => entryOf(place, under(book.path, 'entries[*]')));
  const name = shortText(book, 'name');
  const description = within(
    LORE_CONTENT_LIMIT,
    textOf(book, 'description'),
    under(book.path, 'description'),
  );
  const scanDepth = wholeOf(book, 'scan_depth', [0, CARD_LIMITS.scanDepth]) ?? DEFAULT_SCAN_DEPTH;
  const tokenBudget = wholeOf(book, 'token_budget', [0, CARD_LIMITS.tokenBudget]) ?? DEFAULT_TOKEN_BUDGET;
  noteUnused(book, BOOK_FIELDS, book.path);
  if (entries.length === 0 && !name && !description) return undefined;
  return { ...(name && { name }), ...(description && { description }), scanDepth, tokenBudget, entries };
}

/** The lines that other programs take as instructions (`@@depth 4`), and what is told. */
export function splitDecorators(content: string): { decorators: string; told: string } {
  const lines = content.split('\n');
  const decorators = lines.filter((line) => line.startsWith('@@')).join('\n');
  if (!decorators) return { decorators, told: content };
  const told = lines.filter((line) => !line.startsWith('@@')).join('\n');
  return { decorators, told: told.replace(/^\s*\n/, '') };
}

function entryOf(entry: Place, all: string): LoreEntry {
  const { object, notes } = entry;
  const path = under(entry.path, 'content');
  const { decorators, told } = splitDecorators(
    within(LORE_CONTENT_LIMIT * 2, spokenText(entry, 'content'), path),
  );
  if (decorators) notes.changed(path, 'Lines that begin with @@ are not told; they are kept for export.');
  const limits = { length: CARD_LIMITS.loreKey, count: CARD_LIMITS.loreKeys };
  const keys = wordsOf(entry, 'keys' in object ? 'keys' : 'key', limits);
  // SillyTavern says `use_regex` of every entry; a pattern shows itself by its slashes.
  if (keys.some((key) => /^\/.+\/[a-z]{0,8}$/s.test(key))) {
    notes.kept(`${all}.keys`, 'Patterns are not run here: such keys call an entry up only word for word.');
  }
  const name = shortText(entry, 'name') || shortText(entry, 'comment');
  const order = wholeOf(entry, 'insertion_order', ORDERS) ?? wholeOf(entry, 'order', ORDERS) ?? 0;
  noteUnused(entry, ENTRY_FIELDS, all);
  return {
    keys,
    secondaryKeys: secondaryKeysOf(entry, all),
    content: within(LORE_CONTENT_LIMIT, told, path),
    ...(name && { name }),
    enabled: flagOf(entry, 'enabled') ?? !flagOf(entry, 'disable'),
    constant: flagOf(entry, 'constant') ?? false,
    caseSensitive: flagOf(entry, 'case_sensitive') ?? settingOf(entry.object, 'case_sensitive') === true,
    order,
    priority: wholeOf(entry, 'priority', ORDERS) ?? order,
  };
}

/** Only those that must be in the talk as well: some programs can also say that they must not. */
function secondaryKeysOf(entry: Place, all: string): string[] {
  const key = 'secondary_keys' in entry.object ? 'secondary_keys' : 'keysecondary';
  const isSelective = flagOf(entry, 'selective') ?? false;
  if (isBlank(entry.object[key])) return [];
  const logic = settingOf(entry.object, 'selectiveLogic') ?? 0;
  if (isSelective && logic === 0) {
    return wordsOf(entry, key, { length: CARD_LIMITS.loreKey, count: CARD_LIMITS.loreKeys });
  }
  entry.notes.kept(`${all}.${key}`, 'Not used: the entry does not ask that one of them is in the talk.');
  return [];
}

/** What SillyTavern keeps among the extensions of an entry. */
function settingOf(entry: JsonObject, key: string): Json | undefined {
  const { extensions } = entry;
  return isObject(extensions) && key in extensions ? extensions[key] : entry[key];
}

/** A name that is only shown: one that is too long is left away. */
function shortText(place: Place, key: string): string {
  const text = textOf(place, key);
  if (text.length <= CARD_LIMITS.loreName) return text;
  place.notes.kept(
    under(place.path, key),
    `Longer than ${CARD_LIMITS.loreName} characters: it is not shown here.`,
  );
  return '';
}

function noteUnused({ object, notes }: Place, used: ReadonlySet<string>, path: string): void {
  for (const [key, value] of Object.entries(object)) {
    const isName = key === 'comment' && (!object['name'] || object['name'] === value);
    if (!used.has(key) && !isName && !isBlank(value)) {
      notes.kept(under(path, key), 'Not used here; it goes back out on export.');
    }
  }
}
