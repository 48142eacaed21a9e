import type { Lorebook, LoreEntry } from '@chimera/protocol/lore';
import { type Keyword, KeywordIndex } from './keyword-index.ts';
import { loreWords } from './lore-words.ts';
import { type MacroNames, withNames } from './macros.ts';
import { knownText } from './prompt-text.ts';
import { tokensIn } from './tokens-in.ts';

/** Longer keywords are sentences, which nobody says word for word. */
const KEY_WORDS = 40;
/** Of a book together, which is six words for each of a thousand entries; what comes after is not listened for. */
const KEYS = 6000;
const KEY_CHARACTERS = 60_000;
/** So much of the newest talk is looked through, whatever the book asks for. */
const SCANNED_CHARACTERS = 20_000;
/** Four make a token; more than this are no text but spaces. What is longer need not be read to know that it does not fit. */
const CHARACTERS_PER_TOKEN = 16;
/** So much is read in search of what fits: far more than is ever told. */
const READ_CHARACTERS = 60_000;
/** What stands around an entry in a prompt. */
const TOKENS_AROUND = 2;

/** An entry that may be told. */
interface Fact {
  readonly entry: LoreEntry;
  /** Its place in the book. */
  readonly at: number;
}

interface Told {
  readonly text: string;
  readonly tokens: number;
  /** Characters that were read to know this. */
  readonly read: number;
}

/** What one persona knows of its world, made ready to be looked through. Entries are told whole or not at all. */
export class Lore {
  readonly #book: Lorebook;
  readonly #names: MacroNames;
  readonly #constant: readonly Fact[];
  readonly #called: readonly Fact[];
  /** For keywords in any case, and for those whose case counts. */
  readonly #inAnyCase: KeywordIndex;
  readonly #inTheirCase: KeywordIndex;
  readonly #told = new Map<Fact, Told>();

  constructor(book: Lorebook, names: MacroNames) {
    this.#book = book;
    this.#names = names;
    const facts = book.entries
      .map((entry, at): Fact => ({ entry, at }))
      .filter(({ entry }) => entry.enabled && entry.content.trim() !== '')
      .toSorted((a, b) => b.entry.priority - a.entry.priority || inOrder(a, b));
    this.#constant = facts.filter(({ entry }) => entry.constant);
    this.#called = facts.filter(({ entry }) => !entry.constant);
    const keys = keysOf(this.#called, names);
    this.#inAnyCase = new KeywordIndex(keywordsIn(keys, false));
    this.#inTheirCase = new KeywordIndex(keywordsIn(keys, true));
  }

  /** How many of the last lines are looked through. */
  get scanDepth(): number {
    return this.#book.scanDepth;
  }

  /** What is always known, within so many tokens: the same for every turn. */
  constant(limit: number): readonly string[] {
    return this.#chosen(this.#constant, this.#budget(limit)).texts;
  }

  /** Tokens that what is called up may take at most. */
  room(limit: number): number {
    if (this.#called.length === 0) return 0;
    const budget = this.#budget(limit);
    return budget - this.#chosen(this.#constant, budget).tokens;
  }

  /** What the newest of these lines call up; they come oldest first. */
  calledUp(lines: readonly string[], limit: number): readonly string[] {
    const room = this.room(limit);
    if (room <= 0) return [];
    const words = loreWords(newestOf(lines, this.scanDepth));
    const found = new Set([
      ...this.#inAnyCase.find(words.map((line) => line.map((word) => word.toLowerCase()))),
      ...this.#inTheirCase.find(words),
    ]);
    const called = this.#called.filter(({ entry: { secondaryKeys }, at }) => {
      const isSecondCalled = secondaryKeys.every(isBlank) || found.has(secondTargetOf(at));
      return found.has(targetOf(at)) && isSecondCalled;
    });
    return this.#chosen(called, room).texts;
  }

  #budget(limit: number): number {
    return Math.min(this.#book.tokenBudget, limit);
  }

  /** Those that fit, by priority; told in their order. */
  #chosen(facts: readonly Fact[], budget: number): { texts: readonly string[]; tokens: number } {
    const chosen: Fact[] = [];
    let left = budget;
    let unread = READ_CHARACTERS;
    for (const fact of facts) {
      if (left <= TOKENS_AROUND || unread <= 0) break;
      if (fact.entry.content.length > CHARACTERS_PER_TOKEN * left) continue;
      const { text, tokens, read } = this.#toldOf(fact);
      unread -= read;
      if (text === '' || tokens > left) continue;
      chosen.push(fact);
      left -= tokens;
    }
    return { texts: chosen.toSorted(inOrder).map((fact) => this.#toldOf(fact).text), tokens: budget - left };
  }

  #toldOf(fact: Fact): Told {
    const known = this.#told.get(fact);
    if (known) return known;
    const named = withNames(fact.entry.content, this.#names);
    const text = knownText(named);
    const read = fact.entry.content.length + named.length;
    const told = { text, tokens: tokensIn(text) + TOKENS_AROUND, read };
    this.#told.set(fact, told);
    return told;
  }
}

function inOrder(a: Fact, b: Fact): number {
  return a.entry.order - b.entry.order || a.at - b.at;
}

interface Key extends Omit<Keyword, 'words'> {
  readonly text: string;
  readonly caseSensitive: boolean;
}

/** Keywords of one kind, cut into words. */
function keywordsIn(keys: readonly Key[], caseSensitive: boolean): Keyword[] {
  const own = keys.filter((key) => key.caseSensitive === caseSensitive);
  const words = loreWords(own.map(({ text }) => (caseSensitive ? text : text.toLowerCase())));
  return own
    .map(({ target }, at) => ({ target, words: words[at] ?? [] }))
    .filter((keyword) => keyword.words.length <= KEY_WORDS);
}

/** The first keywords of all entries, then the second ones: a book that has too many is heard in all its parts. */
function keysOf(facts: readonly Fact[], names: MacroNames): Key[] {
  const heard: Key[] = [];
  let left = KEY_CHARACTERS;
  let isMore = true;
  for (let place = 0; isMore; place += 1) {
    isMore = false;
    for (const { entry, at } of facts) {
      const { keys, secondaryKeys, caseSensitive } = entry;
      const written = keys[place] ?? secondaryKeys[place - keys.length];
      if (written === undefined) continue;
      isMore = true;
      left -= written.length;
      if (left < 0 || heard.length >= KEYS) return heard;
      const target = place < keys.length ? targetOf(at) : secondTargetOf(at);
      heard.push({ text: withNames(written, names), target, caseSensitive });
    }
  }
  return heard;
}

function targetOf(at: number): number {
  return 2 * at;
}

function secondTargetOf(at: number): number {
  return 2 * at + 1;
}

function isBlank(key: string): boolean {
  return key.trim() === '';
}

/** The last lines, as much of them as is looked through. */
function newestOf(lines: readonly string[], depth: number): string[] {
  const newest: string[] = [];
  let left = SCANNED_CHARACTERS;
  for (const line of depth > 0 ? lines.slice(-depth).toReversed() : []) {
    if (left <= 0) break;
    newest.push(line.slice(-left).toWellFormed());
    left -= line.length;
  }
  return newest;
}
