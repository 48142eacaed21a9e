import { isGesture } from './gate-stage-talk.ts';

/**
 * Takes stage actions out of a line: `*leans in*`, `(laughs)`. An opened pair waits until it is closed, its
 * line ends, or it gets too long to be an action. Everything else passes as it is.
 */
export class Asides {
  readonly #isOn: boolean;
  #held = '';
  #last = '';
  /** The last character that is no white space. */
  #lastMark = '';
  /** The space after an action that was taken out goes too, where one stands before it. */
  #skipsSpace = false;
  /** What was taken out. */
  readonly removed: string[] = [];

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  /** Something is held that may be taken out. */
  get isOpen(): boolean {
    return this.#held !== '' || this.#skipsSpace;
  }

  take(text: string): string {
    if (!this.#isOn) return text;
    if (this.#held === '' && !this.#skipsSpace && !/[*(]/u.test(text)) {
      this.#note(text);
      return text;
    }
    let passed = '';
    for (const unit of text) passed += this.#read(unit);
    return passed;
  }

  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  #read(unit: string): string {
    if (this.#held !== '') return this.#readInside(unit);
    if (this.#skipsSpace && (unit === ' ' || unit === '\n')) return '';
    this.#skipsSpace = false;
    const opens = (unit === '*' || unit === '(') && (this.#last === '' || /[\s"“.!?…,—–-]/u.test(this.#last));
    if (opens) {
      this.#held = unit;
      return '';
    }
    this.#note(unit);
    return unit;
  }

  #readInside(unit: string): string {
    const mark = this.#held.startsWith('*') ? '*' : '(';
    const closes = mark === '*' ? '*' : ')';
    const inside = this.#held.slice(1);
    if (unit === closes && inside !== '') {
      const isAlone = this.#lastMark === '' || ENDS.test(this.#lastMark);
      if (!isGesture(inside, { isStarred: mark === '*', isAlone })) return this.#release(unit);
      this.removed.push(this.#held + unit);
      this.#held = '';
      this.#skipsSpace = this.#last === '' || /\s/u.test(this.#last);
      return '';
    }
    // "**bold**", "* item", a formula: no action.
    const isNone = unit === '\n' || (inside === '' && /[\s*()]/u.test(unit)) || inside.length >= LIMIT;
    if (isNone) return this.#release(unit);
    this.#held += unit;
    return '';
  }

  #release(unit: string): string {
    const text = this.#held + unit;
    this.#held = '';
    this.#note(text);
    return text;
  }

  #note(text: string): void {
    if (text === '') return;
    this.#last = text.slice(-1);
    this.#lastMark = text.trimEnd().slice(-1) || this.#lastMark;
  }
}

/** Behind it an action stands between sentences. */
const ENDS = /[.!?…"”]/u;
/** A longer pair is shown as it comes. */
const LIMIT = 160;
