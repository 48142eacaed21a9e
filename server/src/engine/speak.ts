import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Reason } from '@chimera/protocol/seat';
import type { ModelBrain, SpokenBy } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import type { OpenSpeech, Speeches } from '../live/speech.ts';
import type { Logger } from '../logger.ts';
import { type Ask, type FinishReason, type Part, ProviderError } from '../providers/provider.ts';
import { AskedBrains, type Sent, type Used } from './asked-brains.ts';
import type { Flight } from './flight.ts';
import type { Gate, GateEnd } from './gate.ts';
import type { GateAction } from './gate-action.ts';
import { type Interruption, interruptionOf } from './interruption.ts';
import { ladderOf, type Voice } from './retry-ladder.ts';
import type { Said } from './turn-events.ts';
import { type Wait, waitOf } from './waits.ts';

/** Asks a brain for words; the brain is chosen by the server when null. */
export type AskBrain = (
  brain: ModelBrain | null,
  fallbacks: readonly ModelBrain[],
  ask: Ask,
  signal: AbortSignal,
) => AsyncIterable<Part>;

/** One call of a brain: what it was sent, and what the gate made of its answer. */
export interface Try extends Sent {
  readonly actions: readonly GateAction[];
  /** Why the answer was refused before a word of it was shown. */
  readonly refused: Reason | null;
  /** Why it broke off, or never came. */
  readonly broke: Reason | null;
}

/** How one attempt at a turn ended. */
export type Attempt = {
  readonly tries: readonly Try[];
  /** Answers that had begun and were lost before their first word. */
  readonly lost: readonly Used[];
} & Ended;

type Ended =
  | { readonly kind: 'said'; readonly said: Said; readonly reason: Reason | null }
  | { readonly kind: 'passed' }
  /** It broke off after some words. */
  | { readonly kind: 'broken'; readonly said: Said; readonly reason: Reason }
  /** Nothing was said. `wait`: nor can anything be before a time. */
  | { readonly kind: 'failed'; readonly reason: Reason; readonly wait: Wait | null }
  | { readonly kind: 'interrupted'; readonly said: Said; readonly interruption: Interruption };

export interface SpeakParts {
  readonly ask: AskBrain;
  readonly speeches: Speeches;
  readonly logger: Logger;
}

/** Who speaks where. */
interface Speaking {
  readonly conversationId: string;
  readonly turn: OpenTurn;
  readonly voice: Voice;
  /** How long the seat thought before. */
  readonly thinkMs: number;
  /** Its turns were asked for again too often. */
  readonly isSpent: boolean;
  readonly flight: Flight;
}

/** From the model to the audience: every piece passes the gate, and what passes is said at once. */
export async function speak(
  parts: SpeakParts,
  { conversationId, turn, voice, thinkMs, isSpent, flight }: Speaking,
  signal: AbortSignal,
): Promise<Attempt> {
  const speech = parts.speeches.begin(conversationId, turn.turnId, turn.attempt);
  const answer = new Answer(speech, thinkMs);
  flight.begin(() => answer.said());
  try {
    let end = await answer.hear(parts.ask, voice, signal);
    for (const again of ladderOf({ isSpent })) {
      if (end.outcome.kind !== 'retry') break;
      const asked = again(voice, end.outcome.reason);
      if (asked) end = await answer.hear(parts.ask, asked, signal);
    }
    return answer.attempt(end);
  } catch (error) {
    const interruption = interruptionOf(signal);
    const { tries, lost } = answer;
    if (interruption) return { kind: 'interrupted', said: answer.said(), interruption, tries, lost };
    const reason = reasonOf(error);
    if (reason === null) throw error;
    answer.keepHeld();
    parts.logger.warn({ conversationId, turnId: turn.turnId, problem: reason.code }, reason.text);
    if (speech.text === '') return { kind: 'failed', reason, wait: waitAfter(error), tries, lost };
    return { kind: 'broken', said: answer.said(), reason, tries, lost };
  }
}

/** One attempt's words as they come. */
class Answer {
  readonly #speech: OpenSpeech;
  readonly #thinkMs: number;
  readonly #startedAt = performance.now();
  #firstTokenAt: number | null = null;
  #asked: AskedBrains | null = null;
  /** Who answered first, whatever became of the answer. */
  #first: SpokenBy | null = null;
  #insteadOf: Reason | null = null;
  #gate: Gate | null = null;
  readonly tries: Try[] = [];
  readonly lost: Used[] = [];

  constructor(speech: OpenSpeech, thinkMs: number) {
    this.#speech = speech;
    this.#thinkMs = thinkMs;
  }

  async hear(ask: AskBrain, voice: Voice, signal: AbortSignal): Promise<GateEnd> {
    const gate = voice.openGate();
    this.#gate = gate;
    const asked = new AskedBrains(voice.ask);
    this.#asked = asked;
    const call = new AbortController();
    const callSignal = AbortSignal.any([signal, call.signal]);
    let finish: FinishReason = 'stop';
    this.#insteadOf = voice.insteadOf ?? null;
    try {
      for await (const part of ask(voice.brain, voice.fallbacks, asked.ask, callSignal)) {
        // Somebody else may be closing this turn with the words so far: not one more.
        if (signal.aborted) throw signal.reason;
        asked.hear(part);
        if (part.type === 'start') this.#first ??= part.brain;
        if (part.type === 'text') this.#say(gate.push(part.text));
        if (part.type === 'finish') finish = part.reason;
        if (gate.stopped) break;
      }
    } catch (error) {
      const broke = interruptionOf(signal)?.reason ?? reasonOf(error);
      this.#note(asked, { actions: [], refused: null, broke });
      throw error;
    } finally {
      // Leaves nothing running when the gate has heard enough.
      call.abort();
    }
    const end = gate.end(finish);
    this.#gate = null;
    this.#say(end.text);
    const refused =
      end.outcome.kind === 'retry' || end.outcome.kind === 'declined' ? end.outcome.reason : null;
    if (refused) asked.forget();
    this.#note(asked, { actions: end.actions, refused, broke: null });
    return end;
  }

  /** Words that were still held when the stream broke are kept as well, where they may be shown. */
  keepHeld(): void {
    const end = this.#gate?.end('length');
    if (end?.outcome.kind === 'said') this.#say(end.text);
  }

  attempt({ outcome }: GateEnd): Attempt {
    const { tries, lost } = this;
    switch (outcome.kind) {
      case 'said':
        return { kind: 'said', said: this.said(), reason: outcome.reason, tries, lost };
      case 'passed':
        return { kind: 'passed', tries, lost };
      case 'retry':
        return this.#failed('hesitates', outcome.reason);
      case 'declined':
        return this.#failed('declined', outcome.reason);
      default:
        return unreachable(outcome);
    }
  }

  get #speaker(): SpokenBy | null {
    const brain = this.#asked?.answered ?? null;
    return brain && this.#first && this.#insteadOf ? standIn(brain, this.#first, this.#insteadOf) : brain;
  }

  #failed(code: string, { text }: Reason): Attempt {
    const { tries, lost } = this;
    return { kind: 'failed', reason: { code, text }, wait: null, tries, lost };
  }

  said(): Said {
    const totalMs = this.#thinkMs + Math.round(performance.now() - this.#startedAt);
    const firstTokenMs =
      this.#firstTokenAt === null ? {} : { firstTokenMs: Math.round(this.#firstTokenAt - this.#startedAt) };
    return {
      text: this.#speech.text,
      brain: this.#speaker,
      usage: this.#asked?.usage ?? null,
      ...(this.#asked?.isCached && { cached: true }),
      timing: { thinkMs: this.#thinkMs, ...firstTokenMs, totalMs },
    };
  }

  #note(asked: AskedBrains, fate: Pick<Try, 'actions' | 'refused' | 'broke'>): void {
    const sent = asked.sent();
    this.lost.push(...asked.lost);
    this.tries.push(
      ...sent.slice(0, -1).map((each) => ({ ...each, actions: [], refused: null, broke: TAKEN_OVER })),
      ...sent.slice(-1).map((each) => ({ ...each, ...fate })),
    );
  }

  #say(text: string): void {
    if (text === '') return;
    this.#firstTokenAt ??= performance.now();
    this.#speech.say(text);
  }
}

/** The next brain of a seat, after the gate refused what the first one said. */
function standIn(brain: SpokenBy, first: SpokenBy, refused: Reason): SpokenBy {
  const fallbackFrom = first.fallbackFrom ?? `${first.kind} · ${first.model}`;
  return { ...brain, fallbackFrom, fallbackReason: first.fallbackReason ?? refused.text };
}

const TAKEN_OVER: Reason = { code: 'no-answer', text: 'No answer came; the next brain was asked.' };

function waitAfter(error: unknown): Wait | null {
  return error instanceof ProviderError ? waitOf(error) : null;
}

function reasonOf(error: unknown): Reason | null {
  return error instanceof ProviderError ? { code: error.problem, text: error.message } : null;
}
