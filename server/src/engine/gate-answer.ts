import { unreachable } from '@chimera/protocol/unreachable';
import type { GateAction } from './gate-action.ts';
import { readHead } from './gate-head.ts';
import type { Labels } from './gate-label.ts';
import type { GateReasonCode } from './gate-reason.ts';
import { SpeechScanner } from './gate-speech.ts';

type Mode = 'head' | 'speech' | 'reasoning' | 'data' | 'done';

/**
 * Takes off what is no text of an answer: names before lines, thinking, marks of templates, wrapping; and
 * ends it where somebody else's line begins.
 */
export class AnswerReader {
  readonly #labels: Labels;
  readonly #mayPass: boolean;
  readonly #speech: SpeechScanner;
  readonly #taken: GateAction[] = [];
  #mode: Mode = 'head';
  #held = '';
  #close = '';
  #hasText = false;
  /** The seat chose to say nothing. */
  hasPassed = false;
  /** Where it ended early. */
  cut: GateReasonCode | null = null;

  constructor(
    labels: Labels,
    { capWords, mayPass }: { readonly capWords: number; readonly mayPass: boolean },
  ) {
    this.#labels = labels;
    this.#mayPass = mayPass;
    this.#speech = new SpeechScanner(labels, capWords);
  }

  get isDone(): boolean {
    return this.#mode === 'done';
  }

  /** The answer is a reply as data; all of it is in `held`. */
  get isData(): boolean {
    return this.#mode === 'data';
  }

  /** It is still thinking. */
  get isThinking(): boolean {
    return this.#mode === 'reasoning';
  }

  /** A word has ended, and nothing is known of what comes next. */
  get isBetweenWords(): boolean {
    return this.#mode === 'speech' && this.#speech.isBetweenWords;
  }

  /** Something was found that is no text. What was read before it has to be judged before reading goes on. */
  get isPaused(): boolean {
    return !this.isDone && this.#speech.found !== null;
  }

  get held(): string {
    return this.#held;
  }

  get actions(): readonly GateAction[] {
    return this.#taken;
  }

  /** What is text of the answer, as far as that is decided. */
  read(text: string, isEnd: boolean): string {
    if (this.isDone) return '';
    this.#held = this.#held === '' ? text : this.#held + text;
    this.#goOn();
    return this.#advance(isEnd);
  }

  /** Where the output limit cut, an undecided last word is half a word. */
  dropHalfWord(): void {
    if (this.#hasText) this.#held = '';
  }

  end(): void {
    this.#mode = 'done';
  }

  #advance(isEnd: boolean): string {
    let text = '';
    for (;;) {
      switch (this.#mode) {
        case 'head':
          if (!this.#readHead(isEnd)) return text;
          break;
        case 'speech':
          text += this.#readSpeech(isEnd);
          if (this.#mode === 'speech') return text;
          break;
        case 'reasoning':
          if (!this.#skipReasoning()) return text;
          break;
        case 'data':
        case 'done':
          return text;
        default:
          return unreachable(this.#mode);
      }
    }
  }

  /** False when more text is needed. */
  #readHead(isEnd: boolean): boolean {
    const text = this.#held.trimStart();
    this.#held = text;
    if (text === '') return false;
    const head = readHead(text, { labels: this.#labels, mayPass: this.#mayPass, isEnd });
    switch (head.kind) {
      case 'hold':
        return false;
      case 'rest':
        this.#held = head.rest;
        this.#take(head.action);
        return true;
      case 'reasoning':
        this.#held = head.rest;
        this.#close = head.close;
        this.#mode = 'reasoning';
        return true;
      case 'data':
        this.#mode = 'data';
        return true;
      case 'pass':
        this.hasPassed = true;
        this.#stop(null);
        return true;
      case 'refuse':
        this.#stop(head.code);
        return true;
      case 'speech':
        this.#held = text;
        this.#mode = 'speech';
        return true;
      default:
        return unreachable(head);
    }
  }

  #readSpeech(isEnd: boolean): string {
    const speech = this.#speech;
    const text = speech.scan(this.#held, isEnd);
    this.#held = speech.held;
    if (text !== '') this.#hasText = true;
    if (speech.cut !== null) this.#stop(speech.cut);
    return text;
  }

  /** What was read before it was not the end: what was found is taken off. */
  #goOn(): void {
    const { found } = this.#speech;
    if (found === null) return;
    this.#speech.found = null;
    this.#taken.push(found.action);
    if (found.close === null) return;
    this.#close = found.close;
    this.#mode = 'reasoning';
  }

  #skipReasoning(): boolean {
    const end = this.#held.indexOf(this.#close);
    if (end < 0) {
      this.#held = this.#held.slice(1 - this.#close.length);
      return false;
    }
    this.#held = this.#held.slice(end + this.#close.length);
    if (!this.#hasText) this.#taken.push({ rule: 'reasoning', action: 'strip' });
    this.#mode = this.#hasText ? 'speech' : 'head';
    return true;
  }

  /** Quotation marks behind a name belong to it. */
  #take(action: GateAction): void {
    const isPart = action.rule === 'quotation' && this.#taken.some(({ rule }) => rule === 'own-prefix');
    if (!isPart) this.#taken.push(action);
  }

  #stop(code: GateReasonCode | null): void {
    this.cut = code;
    this.#mode = 'done';
    this.#held = '';
  }
}
