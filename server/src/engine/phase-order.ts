import type { Reason, Seat } from '@chimera/protocol/seat';
import { rolesOf } from '@chimera/protocol/format-cast';
import type { TurnOrder } from '@chimera/protocol/format';
import { unreachable } from '@chimera/protocol/unreachable';
import { canTakeTurn, isAwaited } from '../conversations/seats.ts';
import { addressIn, type Person } from './addressing.ts';
import { hasTurnLeft, isTurn, type PhaseState, speakersIn, turnsBy } from './phase.ts';
import type { Entry, Stage } from './stage.ts';

/** Orders in which the format alone decides who is next. */
type FixedOrder = Exclude<TurnOrder, 'natural' | 'moderator' | 'manual'>;

export interface Place {
  readonly seat: Seat;
  readonly reason: Reason;
}

/** Who is next by the order of the phase; null: nobody of its speakers can speak. */
export function nextInOrder(
  order: FixedOrder,
  stage: Stage,
  { phase: state, people }: { readonly phase: PhaseState; readonly people: readonly Person[] },
): Place | null {
  const speakers = speakersIn(stage, state.phase);
  const left = speakers.filter((seat) => hasTurnLeft(state, seat));
  const able = left.filter(canTakeTurn);
  const lastSeatId = lastTurnOf(stage, state);
  // Somebody is coming back: nobody talks to themselves until then.
  if (left.some(isAwaited) && able.every(({ id }) => id === lastSeatId)) return null;
  const round: Round = { stage, state, people, speakers, able, lastSeatId };
  switch (order) {
    case 'round-robin':
      return inRing(speakers, round);
    case 'reverse':
      return inRing(speakers.toReversed(), round);
    case 'alternate':
      return alternate(round);
    case 'host-picks':
      return hostPicks(round);
    case 'asked-then-asker':
      return askedThenAsker(round);
    default:
      return unreachable(order);
  }
}

interface Round {
  readonly stage: Stage;
  readonly state: PhaseState;
  readonly people: readonly Person[];
  /** All who speak in the phase, and those of them who can now. */
  readonly speakers: readonly Seat[];
  readonly able: readonly Seat[];
  readonly lastSeatId: string | null;
}

/** A phase with speakers of its own starts with the first of them; one for all goes on around the table. */
function lastTurnOf({ transcript }: Stage, { turns, phase }: PhaseState): string | null {
  const goesAround = phase.speakers === undefined && phase.order === 'round-robin';
  return (goesAround ? transcript.findLast(isTurn) : turns.at(-1))?.seatId ?? null;
}

function inRing(ring: readonly Seat[], { able, lastSeatId }: Round): Place | null {
  const last = ring.findIndex(({ id }) => id === lastSeatId);
  const after = [...ring.slice(last + 1), ...ring.slice(0, last + 1)];
  return placed(
    after.find((seat) => able.includes(seat)),
    { code: 'round', text: 'is next in the round' },
  );
}

/** The role after the one that spoke last; in it whoever spoke least. */
function alternate(round: Round): Place | null {
  const { stage, state, able, lastSeatId } = round;
  const { speakers } = state.phase;
  if (!speakers) return inRing(round.speakers, round);
  const roles = rolesOf(stage.format, stage.conversation.seats);
  const last = speakers.indexOf(roles.get(lastSeatId ?? '') ?? '');
  const after = [...speakers.slice(last + 1), ...speakers.slice(0, last + 1)];
  const role = after.find((candidate) => able.some(({ id }) => roles.get(id) === candidate));
  const seat = leastHeard(
    able.filter(({ id }) => roles.get(id) === role),
    state,
  );
  return placed(seat, { code: 'format-turn', text: 'has the turn of this part' });
}

/** How many others react to an answer before the host goes on: two, then one, or it would be a round. */
function reactionsIn(hostTurns: number): number {
  return 1 + (hostTurns % 2);
}

/** The host speaks, then whom the host named, then a few others, those first who were spoken to, then the host. */
function hostPicks(round: Round): Place | null {
  const { able, state } = round;
  const [hosts, guests] = divided(round);
  const isHost = ({ seatId }: Entry) => hosts.some(({ id }) => id === seatId);
  const lines = state.turns;
  const lastOfHost = lines.findLastIndex(isHost);
  const since = new Set(lines.slice(lastOfHost + 1).flatMap(({ seatId }) => seatId ?? []));
  const heard = guests.filter(({ id }) => since.has(id)).length;
  const waiting = guests.filter((seat) => able.includes(seat) && !since.has(seat.id));
  const ableHosts = hosts.filter((seat) => able.includes(seat));
  const host = leastHeard(ableHosts, state);
  const isAnswered = heard > reactionsIn(hosts.reduce((sum, { id }) => sum + turnsBy(state, id), 0));
  if (host && (lastOfHost < 0 || isAnswered || waiting.length === 0)) {
    return placed(host, { code: 'format-turn', text: 'leads this part' });
  }
  const last = lines.at(-1);
  const called = calledBy(last, waiting, round.people);
  if (called) return placed(called, { code: 'asked', text: `was called by ${last?.name ?? 'the host'}` });
  const text = heard === 0 ? 'has said least in this part' : 'takes up what was said';
  return placed(leastHeard(waiting.length > 0 ? waiting : able, state), { code: 'format-turn', text });
}

/** The first role asks, and whoever was asked answers. */
function askedThenAsker(round: Round): Place | null {
  const { able, state, lastSeatId } = round;
  const [askers, others] = divided(round);
  const ableAskers = askers.filter((seat) => able.includes(seat));
  const ableOthers = others.filter((seat) => able.includes(seat));
  const hasAsked = askers.some(({ id }) => id === lastSeatId);
  const asker = leastHeard(ableAskers, state);
  if (asker && (!hasAsked || ableOthers.length === 0)) {
    return placed(asker, { code: 'format-turn', text: 'asks in this part' });
  }
  const question = state.aloud.findLast(({ seatId }) => seatId === lastSeatId);
  const asked = calledBy(question, ableOthers, round.people) ?? leastHeard(ableOthers, state);
  return placed(asked, { code: 'asked', text: `answers ${question?.name ?? 'the question'}` });
}

/** Those of the first role, and the rest. */
function divided({ stage, state, speakers }: Round): readonly [readonly Seat[], readonly Seat[]] {
  const [first] = state.phase.speakers ?? [];
  const roles = rolesOf(stage.format, stage.conversation.seats);
  const isFirst = (seat: Seat) => (first === undefined ? seat === speakers[0] : roles.get(seat.id) === first);
  return [speakers.filter(isFirst), speakers.filter((seat) => !isFirst(seat))];
}

function calledBy(
  line: Entry | undefined,
  among: readonly Seat[],
  people: readonly Person[],
): Seat | undefined {
  if (!line) return undefined;
  const { ids } = addressIn(
    line.text,
    people.filter(({ id }) => id !== line.seatId),
  );
  return ids.flatMap((called) => among.find(({ id }) => id === called) ?? [])[0];
}

/** The seat with the fewest turns in the phase, the first in the cast among equals. */
function leastHeard(among: readonly Seat[], state: PhaseState): Seat | undefined {
  const least = Math.min(...among.map(({ id }) => turnsBy(state, id)));
  return among.find(({ id }) => turnsBy(state, id) === least);
}

function placed(seat: Seat | undefined, reason: Reason): Place | null {
  return seat ? { seat, reason } : null;
}
