import type { OptionalGuard } from '@chimera/protocol/format';
import type { Reason } from '@chimera/protocol/seat';
import type { FinishReason } from '../providers/provider.ts';
import { folded } from './addressing.ts';
import type { GateAction } from './gate-action.ts';
import { afterwards } from './gate-afterwards.ts';
import { AnswerReader } from './gate-answer.ts';
import { type Label, type Labels, labelsOf } from './gate-label.ts';
import { type PhraseContext, Phrases } from './gate-phrases.ts';
import { actionOfCode, type GateReasonCode, gateReason, reasonOfAction } from './gate-reason.ts';
import { unwrapReply } from './gate-reply.ts';
import { endsInHalf, partsOf } from './gate-words.ts';

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
  /** Rules that do not hold in this part of the format. */
  readonly guardsOff: ReadonlySet<OptionalGuard>;
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

/**
 * Two readers in a row. The first takes off what is no text of the answer: names, thinking, templates,
 * wrapping, and ends it where somebody else's line begins. The second lets what is left through by phrases.
 */
class StreamGate implements Gate {
  readonly #options: GateOptions;
  readonly #labels: Labels;
  readonly #answer: AnswerReader;
  readonly #phrases: Phrases;
  /** Half of a character, whose other half is in the next piece. */
  #half = '';

  constructor(options: GateOptions) {
    this.#options = options;
    this.#labels = labelsOf([
      ...options.self.map((name) => label(name, 'self')),
      ...options.others.map((name) => label(name, 'other')),
      ...options.humans.map((name) => label(name, 'human')),
      ...HOUSE_NAMES.map((name) => label(name, 'house')),
    ]);
    this.#answer = new AnswerReader(this.#labels, options);
    this.#phrases = new Phrases(options);
  }

  get stopped(): Reason | null {
    if (this.#answer.hasPassed) return SILENT;
    if (this.#answer.cut !== null) return gateReason(this.#answer.cut);
    const { refused, isOver } = this.#phrases;
    if (!isOver) return null;
    if (refused !== null) return reasonOfAction(refused);
    const { actions } = this.#phrases;
    const cut = actions.find(({ action }) => action === 'cut');
    return cut ? reasonOfAction(cut) : null;
  }

  push(text: string): string {
    const whole = this.#half + text;
    const end = endsInHalf(whole) ? whole.length - 1 : whole.length;
    this.#half = whole.slice(end);
    let shown = '';
    for (const part of partsOf(whole.slice(0, end))) shown += this.#pass(part, false);
    return shown;
  }

  end(finish: FinishReason): GateEnd {
    if (this.#answer.isData) return this.#endData();
    const isCutShort = finish === 'length';
    if (isCutShort) this.#answer.dropHalfWord();
    const text = this.#pass('', true);
    const rest = this.#phrases.isOver ? '' : this.#phrases.end({ least: 1, isCutShort });
    const outcome = this.#outcome(finish);
    return { text: text + rest, actions: this.#actions(outcome, finish), outcome };
  }

  /** Reads on, and shows what passes both readers. */
  #pass(text: string, isEnd: boolean): string {
    let shown = this.#passNext(text, isEnd);
    while (this.#answer.isPaused) shown += this.#passNext('', isEnd);
    return shown;
  }

  #passNext(text: string, isEnd: boolean): string {
    if (this.#answer.isDone) return '';
    let shown = this.#phrases.take(this.#answer.read(text, isEnd));
    // What ended it in the text comes before what was read behind it.
    if (this.#phrases.isOver) this.#answer.cut = null;
    if (this.#answer.isBetweenWords) shown += this.#phrases.endWord();
    if (this.#answer.cut !== null && !this.#phrases.isOver) {
      shown += this.#phrases.end({ least: LEAST_BEFORE[this.#answer.cut] ?? 1, isCutShort: false });
    }
    if (this.#phrases.isOver) this.#answer.end();
    return shown;
  }

  /** A reply as JSON goes through a gate of its own. */
  #endData(): GateEnd {
    const reply = unwrapReply(this.#answer.held);
    if (reply === null) return refusedEnd('not-speech');
    const speaker = folded(reply.speaker ?? '');
    const owner = this.#labels.names.find(({ plain }) => plain === speaker)?.owner;
    if (owner === 'other' || owner === 'human') return refusedEnd('role-flip');
    const gate = openGate(this.#options);
    const text = gate.push(reply.text);
    const end = gate.end('stop');
    const unwrapped: GateAction = { rule: 'json', action: 'unwrap' };
    return { ...end, text: text + end.text, actions: [...this.#answer.actions, unwrapped, ...end.actions] };
  }

  #outcome(finish: FinishReason): GateOutcome {
    if (this.#answer.hasPassed) return { kind: 'passed' };
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
      reason: gateReason(this.#answer.isThinking ? 'reasoning-only' : 'empty'),
    };
  }

  #actions(outcome: GateOutcome, finish: FinishReason): GateAction[] {
    const hasShown = this.#phrases.shown !== '';
    const done = [...this.#answer.actions, ...this.#phrases.actions];
    if (this.#answer.cut !== null) done.push(actionOfCode(this.#answer.cut, hasShown));
    if (outcome.kind === 'passed') return [...done, { rule: 'silence', action: 'pass' }];
    if (outcome.kind === 'said') {
      if (finish === 'length' && done.every(({ rule }) => rule !== 'truncated')) {
        done.push({ rule: 'truncated', action: 'cut' });
      }
      return [...done, ...afterwards(this.#phrases.shown, this.#options)];
    }
    if (done.some(({ action }) => action === 'retry' || action === 'reroute')) return done;
    return [...done, actionOfCode(this.#answer.isThinking ? 'reasoning-only' : 'empty', false)];
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
