import type { Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { SpokenBy } from '@chimera/protocol/provider';

/** What a face shows. Exactly one holds at a time. */
export type SeatState =
  | { readonly kind: 'listening' }
  | { readonly kind: 'thinking'; readonly why: string }
  | { readonly kind: 'speaking'; readonly why: string }
  /** Its provider asks for patience until a time, ISO 8601. */
  | { readonly kind: 'waiting'; readonly until: string; readonly why: string }
  | { readonly kind: 'queued'; readonly place: number; readonly why: string }
  | { readonly kind: 'passed' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'away' }
  | { readonly kind: 'failed'; readonly why: string };

export interface SeatFacts {
  /** The seat's place in the cast from 1, which also picks its colour. */
  readonly number: number;
  readonly seat: Seat;
  readonly human: boolean;
  readonly state: SeatState;
  /** The brain that spoke this seat's last line. */
  readonly spokenBy: SpokenBy | undefined;
}

/** What the log said about turns that gave no message. */
export interface TurnOutcomes {
  readonly speaking: boolean;
  /** The seat that passed in the turn before this one. */
  readonly passed: string | null;
  /** Seats whose last turn failed, and why. */
  readonly failed: ReadonlyMap<string, string>;
  readonly spokenBy: ReadonlyMap<string, SpokenBy>;
}

export function seatStates(
  conversation: Conversation,
  numbers: ReadonlyMap<string, number>,
  outcomes: TurnOutcomes,
): SeatFacts[] {
  return conversation.seats.map((seat) => ({
    number: numbers.get(seat.id) ?? 1,
    seat,
    human: seat.brain !== null && 'human' in seat.brain,
    state: stateOf(seat, conversation, outcomes),
    spokenBy: outcomes.spokenBy.get(seat.id),
  }));
}

/** A seat keeps its number while the talk is watched: one that leaves takes it along, one that joins gets the next. */
export function numberSeats(
  seats: readonly Seat[],
  known: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (seats.every(({ id }) => known.has(id))) return known;
  const numbers = new Map(known);
  for (const { id } of seats) if (!numbers.has(id)) numbers.set(id, numbers.size + 1);
  return numbers;
}

export function sameFacts(a: SeatFacts | undefined, b: SeatFacts): boolean {
  if (a === undefined || a.seat !== b.seat || a.number !== b.number) return false;
  return a.spokenBy === b.spokenBy && JSON.stringify(a.state) === JSON.stringify(b.state);
}

function stateOf(seat: Seat, { turn, queue, state }: Conversation, outcomes: TurnOutcomes): SeatState {
  if (turn?.seatId === seat.id)
    return { kind: outcomes.speaking ? 'speaking' : 'thinking', why: turn.reason.text };
  if (seat.presence === 'away') return { kind: 'away' };
  const { waiting } = seat;
  if (waiting && seat.presence === 'stage' && state === 'running')
    return { kind: 'waiting', until: waiting.until, why: waiting.reason.text };
  const place = queue.findIndex(({ seatId }) => seatId === seat.id);
  const queued = queue[place];
  if (queued) return { kind: 'queued', place: place + 1, why: queued.reason.text };
  const why = outcomes.failed.get(seat.id);
  if (why !== undefined) return { kind: 'failed', why };
  if (seat.presence === 'listening') return { kind: 'silent' };
  if (outcomes.passed === seat.id && state === 'running') return { kind: 'passed' };
  return { kind: 'listening' };
}
