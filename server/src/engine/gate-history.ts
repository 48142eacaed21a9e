import { wordsOf } from '../providers/words.ts';
import { remembered, rememberedText } from './remembered.ts';

/** A line that was said before, as far as the gate cares. */
export interface EarlierLine {
  /** Who said it: a seat's id, or a person's name. */
  readonly speaker: string;
  readonly isPerson: boolean;
  readonly text: string;
}

/** What an answer is compared with, made ready once for each turn and not for each word. */
export interface GateHistory {
  readonly lines: readonly EarlierLine[];
  /** Words of the others' newest lines. */
  readonly others: Runs;
  readonly othersTriples: ReadonlySet<string>;
  /** Runs of three words of each of the seat's own newest lines. */
  readonly own: readonly ReadonlySet<string>[];
  /** Words of what only the seat was told. */
  readonly told: Runs;
}

const OTHERS_LINES = 6;
const OWN_LINES = 8;

export function gateHistory(
  lines: readonly EarlierLine[],
  self: string,
  /** The seat's own instructions, without the sample lines that it may well say. */
  told: string,
): GateHistory {
  const others = lines.filter(({ speaker }) => speaker !== self).slice(-OTHERS_LINES);
  const own = lines.filter(({ speaker }) => speaker === self).slice(-OWN_LINES);
  return {
    lines,
    others: runsIn(others.map(spokenWords)),
    othersTriples: new Set(others.flatMap(spokenTriples)),
    own: own.map(ownTriples),
    told: toldRuns(told),
  };
}

const spokenWords = remembered(({ text }: EarlierLine) => wordsOf(withoutQuotes(text)));
const spokenTriples = remembered((line: EarlierLine) => triplesOf(spokenWords(line)));
const ownTriples = remembered(({ text }: EarlierLine) => new Set(triplesOf(wordsOf(text))));
/** A seat is told the same in every turn, until its sheet or the scene changes. */
const toldRuns = rememberedText((told) => runsIn(told.split('\n').map(wordsOf)));

export const NO_HISTORY: GateHistory = gateHistory([], '', '');

/** Where each word stands in some texts, so that a run of the same words is followed word by word. */
export interface Runs {
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function runsIn(texts: readonly (readonly string[])[]): Runs {
  const places = new Map<string, number[]>();
  let at = 0;
  for (const words of texts) {
    for (const word of words) {
      const found = places.get(word);
      if (found) found.push(at);
      else places.set(word, [at]);
      at += 1;
    }
    // A gap, so that no run goes on from one text into the next.
    at += 1;
  }
  return { places };
}

const NO_RUNS: ReadonlyMap<number, number> = new Map();

/** Follows the longest run of words that a growing text has in common with others. */
export class RunFollower {
  readonly #runs: Runs;
  #open = NO_RUNS;
  /** The run that ends at the newest word. */
  current = 0;
  longest = 0;

  constructor(runs: Runs) {
    this.#runs = runs;
  }

  add(word: string): void {
    this.current = 0;
    const places = this.#runs.places.get(word);
    if (places === undefined) {
      this.#open = NO_RUNS;
      return;
    }
    const open = new Map<number, number>();
    for (const place of places) {
      const length = (this.#open.get(place - 1) ?? 0) + 1;
      open.set(place, length);
      this.current = Math.max(this.current, length);
    }
    this.#open = open;
    this.longest = Math.max(this.longest, this.current);
  }
}

export function triplesOf(words: readonly string[]): string[] {
  return words.slice(2).map((word, at) => `${words[at]} ${words[at + 1]} ${word}`);
}

/** What somebody quotes is meant to be the same. `isOpen`: more text comes, so a quotation may yet be closed. */
export function withoutQuotes(text: string, isOpen = false): string {
  if (!/["“„«]/u.test(text)) return text;
  const closed = text.replaceAll(/["“„«][^"”“»\n]{0,300}["”“»]/gu, ' ');
  return isOpen ? closed.replace(/["“„«][^"”“»\n]{0,300}$/u, ' ') : closed;
}
