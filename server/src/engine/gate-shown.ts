import type { GateAction } from './gate-action.ts';
import { BOLD_LIMIT, type Finery, PLAIN, spokenForm, withFinery } from './gate-finery.ts';
import { wordsIn } from './word-count.ts';

/** What the audience has of an answer, without the marks of writing that nobody speaks. Only grows. */
export class Shown {
  readonly #usesEmoji: boolean;
  readonly actions: GateAction[] = [];
  finery: Finery = PLAIN;
  text = '';
  #news = '';
  #space = '';
  /** Bold was shown as it came, so the rest of it is as well. */
  #keepsBold = false;

  constructor({ usesEmoji }: { readonly usesEmoji: boolean }) {
    this.#usesEmoji = usesEmoji;
  }

  /** Shows a text whose marks are counted in `finery` already. */
  add(text: string): void {
    this.#append(this.#spoken(text));
  }

  /** What has come since it was last asked. Cut from the text itself, each word would copy all before it. */
  takeNews(): string {
    const news = this.#news;
    this.#news = '';
    return news;
  }

  #append(spoken: string): void {
    // White space waits for what comes after it: where marks are taken out, nothing may.
    const whole = this.text === '' ? spoken.trimStart() : this.#space + spoken;
    const end = whole.trimEnd().length;
    const shown = whole.slice(0, end);
    this.text += shown;
    this.#news += shown;
    this.#space = whole.slice(end);
  }

  /** The marks with those of one more text. */
  with(text: string): Finery {
    return withFinery(this.finery, text, wordsIn(text));
  }

  /**
   * Whether a text that would be shown next has to wait. A first bullet may be a dash before speech, or the
   * beginning of a list: the next sentence tells. One bold word is a loud one, three are a document.
   */
  isOpen({ bullets, bolds }: Finery, text: string): boolean {
    if (bullets > this.finery.bullets && bullets <= LIST_OPEN && text.length < LIST_WAIT) return true;
    return bolds > 0 && bolds <= BOLD_LIMIT && !this.#keepsBold && text.length < BOLD_WAIT;
  }

  /** Shows a word, or part of one, of a sentence that flows. */
  flow(text: string, words: number): void {
    if (UNADORNED.test(text)) {
      this.finery = { ...this.finery, words: this.finery.words + words };
      this.#append(text);
      return;
    }
    this.finery = withFinery(this.finery, text, words);
    this.add(text);
  }

  #spoken(text: string): string {
    const finery = this.#keepsBold ? { ...this.finery, bolds: 0 } : this.finery;
    const { text: spoken, actions } = spokenForm(finery, text, { usesEmoji: this.#usesEmoji });
    this.#keepsBold ||= this.finery.bolds > 0 && this.finery.bolds <= BOLD_LIMIT;
    for (const action of actions) {
      if (!this.actions.some(({ rule }) => rule === action.rule)) this.actions.push(action);
    }
    return spoken;
  }
}

/** So many bullets may still turn out to be speech, or become a list. */
const LIST_OPEN = 2;
/** So many characters of an item wait for the next one. */
const LIST_WAIT = 400;
/** Words and white space, with nothing in them that could be a mark of writing. */
const UNADORNED = /^[ \n]*[\p{L}\p{M}'’]+[,.!?;:]?$/u;
/** So many characters wait for another bold word. */
const BOLD_WAIT = 160;
