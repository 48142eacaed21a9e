import { wordsOf } from '../providers/words.ts';
import { type GateHistory, RunFollower } from './gate-history.ts';

/** How far a text goes along with words that are not its own. */
export type Borrowing = 'none' | 'maybe' | 'echo' | 'prompt-leak';

/** A run of so many of somebody's words is an echo. */
export const ECHO_RUN = 9;
/** A run of so many words of what only the seat was told is a leak. */
export const LEAK_RUN = 8;
/** A run of so many words may become an echo or a leak: it waits while it goes on. */
export const OPEN_RUN = 4;

/**
 * Follows an answer word by word, to its end. What somebody quotes is meant to be the same and is no echo;
 * one's own instructions are no more to be read out in quotation marks than without them.
 */
export class Borrowed {
  readonly #others: RunFollower;
  readonly #told: RunFollower;
  /** How many characters of a quotation were read; 0: none is open. */
  #quoted = 0;

  constructor({ others, told }: Pick<GateHistory, 'others' | 'told'>) {
    this.#others = new RunFollower(others);
    this.#told = new RunFollower(told);
  }

  /** What is read now stands in quotation marks. */
  get isQuoting(): boolean {
    return this.#quoted > 0;
  }

  /** One more word, and it may have to wait. */
  get isNear(): boolean {
    return Math.max(this.#told.current, this.#others.current) >= OPEN_RUN - 1;
  }

  add(word: string): void {
    const isQuoted = this.#quote(word);
    const words = wordsOf(word);
    // A row of dashes is no run that goes on.
    if (words.length === 0) this.#breakRuns();
    for (const each of words) {
      this.#told.add(each);
      if (!isQuoted) this.#others.add(each);
    }
  }

  get state(): Borrowing {
    if (this.#told.longest >= LEAK_RUN) return 'prompt-leak';
    if (this.#others.longest >= ECHO_RUN) return 'echo';
    const isOpen = this.#told.current >= OPEN_RUN || (!this.isQuoting && this.#others.current >= OPEN_RUN);
    return isOpen ? 'maybe' : 'none';
  }

  #breakRuns(): void {
    this.#told.add('');
    this.#others.add('');
  }

  /** Whether a word stands in quotation marks, and whether they are still open behind it. */
  #quote(word: string): boolean {
    let isQuoted = this.#quoted > 0;
    if (!MARK.test(word)) {
      if (isQuoted) this.#quoted += word.length + 1;
    } else {
      for (const unit of word) {
        if (this.#quoted > 0 && CLOSING.has(unit)) this.#quoted = 0;
        else if (this.#quoted === 0 && OPENING.has(unit)) {
          this.#quoted = 1;
          isQuoted = true;
        }
      }
    }
    if (this.#quoted > QUOTE_LIMIT) this.#quoted = 0;
    return isQuoted;
  }
}

const MARK = /["“”„«»]/u;
const OPENING = new Set('"“„«');
const CLOSING = new Set('"”“»');
/** A longer quotation was never closed. */
const QUOTE_LIMIT = 300;
