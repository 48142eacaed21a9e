import type { Reason } from '@chimera/protocol/conversation';
import { unreachable } from '@chimera/protocol/unreachable';
import type { FinishReason } from '../providers/provider.ts';
import { folded } from './addressing.ts';
import type { GateAction } from './gate-action.ts';
import { afterwards } from './gate-afterwards.ts';
import { readHead } from './gate-head.ts';
import { type Label, type Labels, labelsOf } from './gate-label.ts';
import { type PhraseContext, Phrases } from './gate-phrases.ts';
import { actionOfCode, type GateReasonCode, gateReason, reasonOfAction } from './gate-reason.ts';
import { unwrapReply } from './gate-reply.ts';
import { SpeechScanner } from './gate-speech.ts';

export interface GateOptions extends Omit<PhraseContext, 'self'> {
  /** Names and aliases of the seat that speaks. */
  readonly self: readonly string[];
  /** Who it is among the earlier lines. */
  readonly selfId: string;
  /** Names and aliases of the other seats. */
  readonly others: readonly string[];
  readonly humans: readonly string[];
  /** Names of those who have left. */
  readonly absent: readonly string[];
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
  /** What was done to the answer; empty: it passed untouched. */
  readonly actions: readonly GateAction[];
  readonly outcome: GateOutcome;
}

export type GateOutcome =
  | { readonly kind: 'said'; readonly reason: Reason | null }
  | { readonly kind: 'passed' }
  /** Nothing was shown, and what came is not fit to be. */
  | { readonly kind: 'retry'; readonly reason: Reason }
  /** Nothing was shown, and asking the same again would be no use. */
  | { readonly kind: 'declined'; readonly reason: Reason };

export function openGate(options: GateOptions): Gate {
  return new StreamGate(options);
}

type Mode = 'head' | 'speech' | 'reasoning' | 'data' | 'done';

/**
 * Two readers in a row. The first takes off what is no text of the answer: names, thinking, templates,
 * wrapping, and ends it where somebody else's line begins. The second lets what is left through by phrases.
 */
class StreamGate implements Gate {
  readonly #options: GateOptions;
  readonly #labels: Labels;
  readonly #speech: SpeechScanner;
  readonly #phrases: Phrases;
  readonly #taken: GateAction[] = [];
  #mode: Mode = 'head';
  #held = '';
  #close = '';
  #hasText = false;
  #hasPassed = false;
  #cut: GateReasonCode | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#labels = labelsOf([
      ...options.self.map((name) => label(name, 'self')),
      ...options.others.map((name) => label(name, 'other')),
      ...options.humans.map((name) => label(name, 'human')),
      ...HOUSE_NAMES.map((name) => label(name, 'house')),
    ]);
    this.#speech = new SpeechScanner(this.#labels, options.capWords);
    this.#phrases = new Phrases(options);
  }

  get stopped(): Reason | null {
    if (this.#hasPassed) return SILENT;
    if (this.#cut !== null) return gateReason(this.#cut);
    const { refused, actions, isOver } = this.#phrases;
    if (refused !== null) return reasonOfAction(refused);
    const cut = actions.find(({ action }) => action === 'cut');
    return isOver && cut ? reasonOfAction(cut) : null;
  }

  push(text: string): string {
    if (this.#mode === 'done') return '';
    this.#held = this.#held === '' ? text : this.#held + text;
    return this.#pass(false);
  }

  end(finish: FinishReason): GateEnd {
    if (this.#mode === 'data') return this.#endData();
    const isCutShort = finish === 'length';
    // Where the output limit cut, an undecided last word is half a word.
    if (isCutShort && this.#hasText) this.#held = '';
    const text = this.#mode === 'done' ? '' : this.#pass(true);
    const rest = this.#phrases.isOver ? '' : this.#phrases.end({ least: 1, isCutShort });
    const outcome = this.#outcome(finish);
    return { text: text + rest, actions: this.#actions(outcome, finish), outcome };
  }

  /** Reads on, and shows what passes both readers. */
  #pass(isEnd: boolean): string {
    let shown = this.#phrases.take(this.#advance(isEnd));
    // What ended it in the text comes before what was read behind it.
    if (this.#phrases.isOver) this.#cut = null;
    if (this.#cut !== null && !this.#phrases.isOver) {
      shown += this.#phrases.end({ least: LEAST_BEFORE[this.#cut] ?? 1, isCutShort: false });
    }
    if (this.#phrases.isOver) this.#mode = 'done';
    return shown;
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
    if (text === '') return false;
    const head = readHead(text, { labels: this.#labels, mayPass: this.#options.mayPass, isEnd });
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
        this.#hasPassed = true;
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
    if (speech.reasoningClose !== null) {
      this.#close = speech.reasoningClose;
      speech.reasoningClose = null;
      this.#mode = 'reasoning';
    }
    return text;
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

  /** A reply as JSON goes through a gate of its own. */
  #endData(): GateEnd {
    const reply = unwrapReply(this.#held);
    if (reply === null) return refusedEnd('not-speech');
    const speaker = folded(reply.speaker ?? '');
    const owner = this.#labels.names.find(({ plain }) => plain === speaker)?.owner;
    if (owner === 'other' || owner === 'human') return refusedEnd('role-flip');
    const gate = openGate(this.#options);
    const text = gate.push(reply.text);
    const end = gate.end('stop');
    const unwrapped: GateAction = { rule: 'json', action: 'unwrap' };
    return { ...end, text: text + end.text, actions: [...this.#taken, unwrapped, ...end.actions] };
  }

  #outcome(finish: FinishReason): GateOutcome {
    if (this.#hasPassed) return { kind: 'passed' };
    const { stopped } = this;
    if (this.#phrases.shown !== '') return { kind: 'said', reason: stopped ?? finishReason(finish) };
    const { refused, actions } = this.#phrases;
    if (refused?.action === 'reroute') return { kind: 'declined', reason: reasonOfAction(refused) };
    if (stopped) return { kind: 'retry', reason: stopped };
    if (finish === 'content-filter') return { kind: 'declined', reason: gateReason('content-filter') };
    const [left] = actions;
    if (left) return { kind: 'retry', reason: reasonOfAction(left) };
    return {
      kind: 'retry',
      reason: gateReason(this.#mode === 'reasoning' ? 'reasoning-only' : 'empty'),
    };
  }

  #actions(outcome: GateOutcome, finish: FinishReason): GateAction[] {
    const hasShown = this.#phrases.shown !== '';
    const done = [...this.#taken, ...this.#speech.actions, ...this.#phrases.actions];
    if (this.#cut !== null) done.push(actionOfCode(this.#cut, hasShown));
    if (outcome.kind === 'passed') return [...done, { rule: 'silence', action: 'pass' }];
    if (outcome.kind === 'said') {
      if (finish === 'length' && done.every(({ rule }) => rule !== 'truncated')) {
        done.push({ rule: 'truncated', action: 'cut' });
      }
      return [...done, ...afterwards(this.#phrases.shown, this.#options)];
    }
    if (done.some(({ action }) => action === 'retry' || action === 'reroute')) return done;
    return [...done, actionOfCode(this.#mode === 'reasoning' ? 'reasoning-only' : 'empty', false)];
  }

  /** Quotation marks behind a name belong to it. */
  #take(action: GateAction): void {
    const isPart = action.rule === 'quotation' && this.#taken.some(({ rule }) => rule === 'own-prefix');
    if (!isPart) this.#taken.push(action);
  }

  #stop(code: GateReasonCode | null): void {
    this.#cut = code;
    this.#mode = 'done';
    this.#held = '';
  }
}

const SILENT: Reason = { code: 'silent', text: 'It has nothing to add.' };
/** What chat templates call the two sides. */
const HOUSE_NAMES = ['User', 'Assistant'];
/** Fewer words before somebody else's line are not worth a turn, when nobody saw them yet. */
const LEAST_BEFORE: Partial<Record<GateReasonCode, number>> = { 'spoke-for-seat': 3, 'spoke-for-human': 3 };

function label(name: string, owner: Label['owner']): Label {
  return { name, owner };
}

function refusedEnd(code: GateReasonCode): GateEnd {
  return {
    text: '',
    actions: [actionOfCode(code, false)],
    outcome: { kind: 'retry', reason: gateReason(code) },
  };
}

function finishReason(finish: FinishReason): Reason | null {
  if (finish === 'length') return gateReason('output-limit');
  return finish === 'content-filter' ? gateReason('content-filter') : null;
}
