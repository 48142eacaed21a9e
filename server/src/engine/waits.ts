import type { Conversation, OpenTurn, Queued } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Brain } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import { durationWords } from '../providers/duration-words.ts';
import type { ProviderError } from '../providers/provider.ts';
import { failed } from './turn-events.ts';

/** For how long nobody can speak for a seat. */
export interface Wait {
  readonly ms: number;
  /** The provider is well and asks for patience: the turn was no failure, and is taken afterwards. */
  readonly keepsTurn: boolean;
}

/** What is shorter than this was waited for within the call, and failed all the same. */
const SHORTEST_MS = 3_000;
/** A vendor that asks for hours is asked again earlier: it may have changed its mind, or its owner the account. */
const LONGEST_MS = 600_000;

/** The wait that a failure asks for; null: the next turn may be tried at any time. */
export function waitOf({ problem, retryable, retryAfterMs = 0 }: ProviderError): Wait | null {
  if (!retryable) return null;
  const ms = Math.min(retryAfterMs, LONGEST_MS);
  if (problem === 'paused') return { ms, keepsTurn: false };
  const isPatience = problem === 'rate-limited' || problem === 'overloaded';
  return isPatience && ms > SHORTEST_MS ? { ms, keepsTurn: true } : null;
}

/** What is known of a turn for which nobody can speak yet. */
export interface Delayed {
  readonly reason: Reason;
  readonly wait: Wait;
  /** What was asked: another brain that the seat got meanwhile need not wait. */
  readonly brain: Brain | null;
}

/** The end of a turn for which nobody can speak yet: the seat waits, others go on, and the turn is kept for it. */
export function delayed(
  conversation: Conversation,
  turn: OpenTurn,
  { reason, wait, brain }: Delayed,
  at: string,
): Event[] {
  const { seatId, replaces } = turn;
  const seat = conversation.seats.find(({ id }) => id === seatId);
  // Whoever is gone waits for nothing, and keeps nothing.
  if (!seat) return failed(turn, reason, at);
  const { name } = seat;
  const told = wait.keepsTurn
    ? { ...reason, text: `${reason.text}${sooner(wait)} ${name} keeps the turn.` }
    : { ...reason, text: `Nobody could speak for ${name}: ${reason.text}` };
  const until = new Date(Date.parse(at) + wait.ms).toISOString();
  const isSame = JSON.stringify(seat.brain) === JSON.stringify(brain);
  const waits: Event[] = isSame
    ? [{ type: 'seat-changed', at, seatId, waiting: { until, reason: { ...reason, text: told.text } } }]
    : [];
  if (!wait.keepsTurn) return [...failed(turn, told, at), ...waits];
  const kept: Queued = { seatId, reason: KEPT, ...(replaces !== undefined && { replaces }) };
  return [
    // First the wait: a turn that fails while its seat waits is none of those that count.
    ...waits,
    ...failed(turn, told, at),
    { type: 'queue-changed', at, queue: [kept, ...conversation.queue] },
  ];
}

/** Those whose time is over may be asked again. */
export function endedWaits({ seats }: Conversation, at: string): Event[] {
  return seats.flatMap(({ id, waiting }): Event[] =>
    waiting && Date.parse(waiting.until) <= Date.parse(at)
      ? [{ type: 'seat-changed', at, seatId: id, waiting: null, reason: OVER }]
      : [],
  );
}

const KEPT: Reason = { code: 'kept-turn', text: 'takes the turn that was kept' };
const OVER: Reason = { code: 'wait-over', text: 'The time to wait is over.' };

function sooner({ ms }: Wait): string {
  return ms < LONGEST_MS ? '' : ` It is asked again in ${durationWords(ms)}.`;
}
