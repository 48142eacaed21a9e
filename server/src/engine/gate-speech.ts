import { unreachable } from '@chimera/protocol/unreachable';
import { folded } from './addressing.ts';
import { type LabelOwner, type Labels, matchLabel } from './gate-label.ts';
import type { GateAction } from './gate-action.ts';
import type { GateReasonCode } from './gate-reason.ts';
import { matchToken } from './gate-token.ts';

/** A mark or a name between words that is taken off. */
export interface Found {
  readonly action: GateAction;
  /** What ends the text for oneself that begins behind it; null: none does. */
  readonly close: string | null;
}

/**
 * Lets speech through character by character. White space waits for the word after it, a place where a
 * label may begin waits until it is none. Nothing here looks back at what was shown.
 */
export class SpeechScanner {
  readonly #labels: Labels;
  readonly #capWords: number;
  /** Text that is not decided yet. */
  held = '';
  /** Set where the answer ends early. */
  cut: GateReasonCode | null = null;
  /** What was just read that is no text. Reading stops there, for what is before it may end the answer. */
  found: Found | null = null;
  #space = '';
  #isNewLine = false;
  #isSentenceEnd = false;
  /** After 。！？ a sentence ends without a space. */
  #isWideEnd = false;
  /** A name was taken off the line: the spaces after it go too. */
  #isAfterLabel = false;
  #words = 1;
  /** The letters of the word that is being read, to tell "Dr." from the end of a sentence. */
  #letters = '';

  constructor(labels: Labels, capWords: number) {
    this.#labels = labels;
    this.#capWords = capWords;
  }

  /** White space was read, and no text behind it yet. */
  get isBetweenWords(): boolean {
    return this.#space !== '' && this.cut === null && (this.held === '' || this.found !== null);
  }

  /** What may be shown of `text`; what must wait is in `held`. */
  scan(text: string, isEnd: boolean): string {
    this.held = '';
    this.found = null;
    let shown = '';
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (isSpace(code)) {
        this.#letters = '';
        if (from < at) shown += text.slice(from, at);
        if (!this.#isAfterLabel) this.#space += text.charAt(at);
        this.#isNewLine ||= code === NEW_LINE;
        from = at + 1;
        continue;
      }
      if (code === LESS_THAN || code === BRACKET) {
        const next = this.#readToken(text, at, isEnd);
        if (next !== at) {
          shown += text.slice(from, at);
          if (next < 0) return shown;
          from = next;
          at = next - 1;
          continue;
        }
      }
      if (this.#space !== '' || this.#isWideEnd) {
        const next = this.#beginWord(text, at, isEnd);
        if (next !== at) {
          shown += text.slice(from, at);
          if (next < 0) return shown;
          from = next;
          at = next - 1;
          continue;
        }
        shown += text.slice(from, at) + this.#space;
        this.#space = '';
        from = at;
      }
      this.#note(code, text.charAt(at));
    }
    return shown + text.slice(from);
  }

  /** Where reading goes on after a mark at `at`: there itself when it is plain text, -1 when it is held or cut. */
  #readToken(text: string, at: number, isEnd: boolean): number {
    const match = matchToken(text, at);
    switch (match.kind) {
      case 'none':
        return at;
      case 'partial':
        return isEnd ? at : this.#hold(text, at);
      case 'reasoning':
        this.found = { action: { rule: 'reasoning', action: 'strip' }, close: match.close };
        return this.#hold(text, match.end);
      case 'reasoning-end':
        return match.end;
      case 'template':
        return text.startsWith('<s>', at) ? at : this.#cutFor('template-marks');
      case 'tool':
        return this.#cutFor('not-speech');
      default:
        return unreachable(match);
    }
  }

  /** As #readToken, where a word begins: after white space, or after a wide full stop. */
  #beginWord(text: string, at: number, isEnd: boolean): number {
    const isBreak = this.#isNewLine || this.#isSentenceEnd || this.#isWideEnd;
    if (isBreak) {
      if (this.#words > this.#capWords) return this.#cutFor('too-long');
      const next = this.#readLabel(text, at, isEnd);
      if (next !== at) return next;
    }
    if (this.#space !== '') this.#words += 1;
    this.#isNewLine = false;
    this.#isSentenceEnd = false;
    this.#isWideEnd = false;
    this.#isAfterLabel = false;
    return at;
  }

  #readLabel(text: string, at: number, isEnd: boolean): number {
    if (!this.#labels.starts.has(folded(text.charAt(at)))) return at;
    const match = matchLabel(text, at, this.#labels, isEnd);
    if (match.kind === 'none') return at;
    if (match.kind === 'partial') return this.#hold(text, at);
    const { owner } = match.label;
    if ((owner === 'self' || owner === 'house') && !this.#isNewLine) return at;
    if (owner !== 'self') return this.#cutFor(CODES[owner]);
    this.#isAfterLabel = true;
    const label = text.slice(at, match.end);
    this.found = { action: { rule: 'own-prefix', action: 'strip', text: label }, close: null };
    return this.#hold(text, match.end);
  }

  #note(code: number, unit: string): void {
    if (code === FULL_STOP) this.#isSentenceEnd = !ABBREVIATION.test(this.#letters);
    else if (code === EXCLAMATION || code === QUESTION || code === ELLIPSIS) this.#isSentenceEnd = true;
    else if (code >= FIRST_WIDE && code <= LAST_WIDE) {
      this.#isWideEnd = code === WIDE_STOP || code === WIDE_EXCLAMATION || code === WIDE_QUESTION;
      this.#isSentenceEnd ||= this.#isWideEnd;
      this.#words += WORDS_PER_WIDE_CHARACTER;
    } else if (this.#isSentenceEnd && !CLOSERS.has(code)) this.#isSentenceEnd = false;
    if (!isLetter(code, unit)) this.#letters = '';
    else if (this.#letters.length < LONGEST_ABBREVIATION) this.#letters += unit;
  }

  #hold(text: string, from: number): -1 {
    this.held = text.slice(from);
    return -1;
  }

  #cutFor(code: GateReasonCode): -1 {
    this.cut = code;
    return -1;
  }
}

const CODES = {
  other: 'spoke-for-seat',
  human: 'spoke-for-human',
  house: 'template-marks',
} as const satisfies Record<Exclude<LabelOwner, 'self'>, GateReasonCode>;

const NEW_LINE = 10;
const LESS_THAN = 60;
const BRACKET = 91;
const FULL_STOP = 46;
const EXCLAMATION = 33;
const QUESTION = 63;
const ELLIPSIS = 0x2026;
const WIDE_STOP = 0x3002;
const WIDE_EXCLAMATION = 0xff01;
const WIDE_QUESTION = 0xff1f;
/** Chinese and Japanese characters and their punctuation: no spaces between words. */
const FIRST_WIDE = 0x3000;
const LAST_WIDE = 0xff1f;
const WORDS_PER_WIDE_CHARACTER = 0.5;
/** Marks that may stand between the end of a sentence and the space after it. */
const CLOSERS = new Set(Array.from('"”’\')]*_»`', (mark) => mark.charCodeAt(0)));
const ABBREVIATION = /^(?:mr|mrs|ms|dr|st|vs|prof|sr|jr|no|(?!i)\p{L})$/iu;
/** One letter more than the longest: a word that only begins like one is none. */
const LONGEST_ABBREVIATION = 5;
const LETTER = /\p{L}/u;
const FIRST_ACCENTED = 0x80;

function isLetter(code: number, unit: string): boolean {
  if (code < FIRST_ACCENTED) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return LETTER.test(unit);
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000 || code === 0x2028;
}
