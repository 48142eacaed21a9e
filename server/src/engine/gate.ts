import type { Reason } from '@chimera/protocol/conversation';
import { unreachable } from '@chimera/protocol/unreachable';
import type { FinishReason } from '../providers/provider.ts';
import { folded } from './addressing.ts';
import type { GateAction } from './gate-action.ts';
import { type Label, type Labels, labelsOf } from './gate-label.ts';
import { readHead } from './gate-head.ts';
import { type GateReasonCode, gateReason } from './gate-reason.ts';
import { unwrapReply } from './gate-reply.ts';
import { SpeechScanner } from './gate-speech.ts';

export interface GateOptions {
  /** Names and aliases of the seat that speaks. */
  readonly self: readonly string[];
  /** Names and aliases of the other seats. */
  readonly others: readonly string[];
  readonly humans: readonly string[];
  /** After so many words the answer ends with its sentence. */
  readonly capWords: number;
  readonly mayPass: boolean;
}

/** Stands between a model and those who watch: what it has shown is never taken back. */
export interface Gate {
  /** What may be shown now. All that is returned, with `end`'s text, is the message. */
  push(text: string): string;
  end(finish: FinishReason): GateEnd;
  /** Set when nothing more will be shown: the model can be stopped. */
  readonly stopped: Reason | null;
}

export interface GateEnd {
  /** The last piece to show. */
  readonly text: string;
  /** What was done to the answer, in the order of the text; empty: it passed untouched. */
  readonly actions: readonly GateAction[];
  readonly outcome:
    | { readonly kind: 'said'; readonly reason: Reason | null }
    | { readonly kind: 'passed' }
    /** Nothing was shown, and what came is not fit to be. */
    | { readonly kind: 'retry'; readonly reason: Reason };
}

export function openGate(options: GateOptions): Gate {
  return new StreamGate(options);
}

type Mode = 'head' | 'speech' | 'reasoning' | 'data' | 'done';

class StreamGate implements Gate {
  readonly #options: GateOptions;
  readonly #labels: Labels;
  readonly #speech: SpeechScanner;
  #mode: Mode = 'head';
  #held = '';
  #close = '';
  #hasShown = false;
  #hasPassed = false;
  #stopped: Reason | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#labels = labelsOf([
      ...options.self.map((name) => label(name, 'self')),
      ...options.others.map((name) => label(name, 'other')),
      ...options.humans.map((name) => label(name, 'human')),
      ...HOUSE_NAMES.map((name) => label(name, 'house')),
    ]);
    this.#speech = new SpeechScanner(this.#labels, options.capWords);
  }

  get stopped(): Reason | null {
    return this.#stopped;
  }

  push(text: string): string {
    if (this.#mode === 'done') return '';
    this.#held = this.#held === '' ? text : this.#held + text;
    return this.#advance(false);
  }

  end(finish: FinishReason): GateEnd {
    if (this.#mode === 'data') return this.#endData();
    const isCutShort = finish === 'length';
    const hadShown = this.#hasShown;
    // Where the output limit cut, an undecided last word is half a word.
    const rest = this.#mode === 'done' || (isCutShort && hadShown) ? '' : this.#advance(true);
    const text = isCutShort ? upToSentenceEnd(rest) : rest;
    return { text, actions: [], outcome: this.#outcome(finish) };
  }

  #advance(isEnd: boolean): string {
    let shown = '';
    for (;;) {
      switch (this.#mode) {
        case 'head':
          if (!this.#readHead(isEnd)) return shown;
          break;
        case 'speech':
          shown += this.#readSpeech(isEnd);
          if (this.#mode === 'speech') return shown;
          break;
        case 'reasoning':
          if (!this.#skipReasoning()) return shown;
          break;
        case 'data':
        case 'done':
          return shown;
        default:
          return unreachable(this.#mode);
      }
    }
  }

  /** False when more text is needed. */
  #readHead(isEnd: boolean): boolean {
    const text = this.#held.trimStart();
    if (text === '') return false;
    const head = readHead(text, { labels: this.#labels, mayPass: this.#options.mayPass, isEnd });
    switch (head.kind) {
      case 'hold':
        return false;
      case 'rest':
        this.#held = head.rest;
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
        this.#hasPassed = true;
        this.#stop({ code: 'silent', text: 'It has nothing to add.' });
        return true;
      case 'refuse':
        this.#stop(gateReason(head.code));
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
    const shown = speech.scan(this.#held, isEnd);
    this.#held = speech.held;
    if (shown !== '') this.#hasShown = true;
    if (speech.cut !== null) this.#stop(gateReason(speech.cut));
    if (speech.reasoningClose !== null) {
      this.#close = speech.reasoningClose;
      speech.reasoningClose = null;
      this.#mode = 'reasoning';
    }
    return shown;
  }

  #skipReasoning(): boolean {
    const end = this.#held.indexOf(this.#close);
    if (end < 0) {
      this.#held = this.#held.slice(1 - this.#close.length);
      return false;
    }
    this.#held = this.#held.slice(end + this.#close.length);
    this.#mode = this.#hasShown ? 'speech' : 'head';
    return true;
  }

  /** A reply as JSON goes through a gate of its own. */
  #endData(): GateEnd {
    const reply = unwrapReply(this.#held);
    if (reply === null) return retry('not-speech');
    const speaker = folded(reply.speaker ?? '');
    const owner = this.#labels.names.find(({ plain }) => plain === speaker)?.owner;
    if (owner === 'other' || owner === 'human') return retry('role-flip');
    const gate = openGate(this.#options);
    const text = gate.push(reply.text);
    const end = gate.end('stop');
    return { ...end, text: text + end.text };
  }

  #outcome(finish: FinishReason): GateEnd['outcome'] {
    if (this.#hasPassed) return { kind: 'passed' };
    if (this.#hasShown) return { kind: 'said', reason: this.#stopped ?? finishReason(finish) };
    if (this.#stopped) return { kind: 'retry', reason: this.#stopped };
    if (finish === 'content-filter') return { kind: 'retry', reason: gateReason('content-filter') };
    return { kind: 'retry', reason: gateReason(this.#mode === 'reasoning' ? 'reasoning-only' : 'empty') };
  }

  #stop(reason: Reason): void {
    this.#stopped = reason;
    this.#mode = 'done';
    this.#held = '';
  }
}

/** What chat templates call the two sides. */
const HOUSE_NAMES = ['User', 'Assistant'];
const SENTENCE_END = /[.!?…。！？]["”’')\]*»]*(?=\s|$)/gu;
/** Less than this of a text that was cut short is not worth keeping whole sentences for. */
const KEPT_SHARE = 0.6;

function label(name: string, owner: Label['owner']): Label {
  return { name, owner };
}

function retry(code: GateReasonCode): GateEnd {
  return { text: '', actions: [], outcome: { kind: 'retry', reason: gateReason(code) } };
}

function finishReason(finish: FinishReason): Reason | null {
  if (finish === 'length') return gateReason('output-limit');
  return finish === 'content-filter' ? gateReason('content-filter') : null;
}

function upToSentenceEnd(text: string): string {
  const ends = [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  const end = ends.at(-1) ?? 0;
  return end >= text.length * KEPT_SHARE ? text.slice(0, end) : text;
}
