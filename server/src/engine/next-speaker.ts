import type { Queued } from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import { unreachable } from '@chimera/protocol/unreachable';
import { canTakeTurn, isHuman } from '../conversations/seats.ts';
import { addressIn } from './addressing.ts';
import { type Floor, floorOf, leftOut } from './next-speaker-floor.ts';
import { drawSpeaker, owingAnswer, weighSpeakers } from './next-speaker-weights.ts';
import { nextInOrder } from './phase-order.ts';
import type { Chance, Stage } from './stage.ts';
import { isWrappingUp } from './steering.ts';

/** Who speaks next, and why. */
export interface Pick {
  readonly seatId: string;
  readonly reason: Reason;
  /** True when the director's queue said so: its entry is used up by the turn. */
  readonly queued: Queued | null;
}

/**
 * Chooses who speaks next: the director's queue, then whom a human spoke to, then the order of the
 * phase. Null: nobody should speak now. A seat played by a human is picked to be given the floor.
 */
export function nextSpeaker(stage: Stage, chance: Chance): Pick | null {
  const queued = firstQueued(stage);
  if (queued) return queued;
  const floor = floorOf(stage);
  const answer = floor.last?.kind === 'human' ? answerOf(floor) : null;
  if (answer) return answer;
  // Those who have had their last word do not fill the time until the others have theirs.
  if (floor.isSomebodyAwaited && isWrappingUp(stage)) return null;
  const { order } = floor.phase.phase;
  switch (order) {
    case 'manual':
      return null;
    case 'round-robin':
    case 'reverse':
    case 'alternate':
    case 'host-picks':
    case 'asked-then-asker': {
      const place = nextInOrder(order, stage, floor);
      return place && pick(place.seat, place.reason);
    }
    // Where a model is there, it was asked before: see moderator.ts.
    case 'moderator':
    case 'natural':
      return letIn(floor, chance) ?? answerOf(floor) ?? freeChoice(floor, chance);
    default:
      return unreachable(order);
  }
}

/**
 * Who would speak next among people, likeliest first: who was spoken to, then by how much each wants to.
 * What we do for those who are left out is not in it; people do leave each other out.
 */
export function rankedSpeakers(stage: Stage): readonly string[] {
  const floor = floorOf(stage);
  const answer = answerOf(floor);
  const candidates = floor.onStage.filter((seat) => !isHuman(seat) && seat.id !== floor.barredSeatId);
  const wanting = weighSpeakers(candidates, floor)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ seat }) => seat.id);
  return answer ? [answer.seatId, ...wanting.filter((id) => id !== answer.seatId)] : wanting;
}

function firstQueued({ conversation: { queue, seats } }: Stage): Pick | null {
  const able = new Set(seats.filter(canTakeTurn).map(({ id }) => id));
  const held = new Set(seats.filter(({ waiting }) => waiting).map(({ id }) => id));
  // Another wording of an old line is made for whoever said it, wherever they are now.
  const entry = queue.find(
    ({ seatId, replaces }) => able.has(seatId) || (replaces !== undefined && !held.has(seatId)),
  );
  return entry ? { seatId: entry.seatId, reason: entry.reason, queued: entry } : null;
}

/** Who was spoken to by the last line; a human seat gets the floor only when it was asked something. */
function answerOf(floor: Floor): Pick | null {
  const { last } = floor;
  if (last === null) return null;
  const people = floor.people.filter(({ id }) => id !== last.seatId);
  const address = addressIn(last.text, people);
  const verb = address.isQuestion ? 'asked' : 'addressed';
  for (const id of address.ids) {
    const seat = floor.rested.find((candidate) => candidate.id === id);
    if (seat && (!isHuman(seat) || address.isQuestion)) {
      return pick(seat, { code: verb, text: `was ${verb} by ${last.name}` });
    }
  }
  return null;
}

/** Two who answer each other by name could go on for ever. */
function letIn(floor: Floor, chance: Chance): Pick | null {
  const seats = leftOut(floor);
  return seats.length > 0 ? draw(seats, floor, chance) : null;
}

function freeChoice(floor: Floor, chance: Chance): Pick | null {
  const models = floor.onStage.filter((seat) => !isHuman(seat));
  const others = models.filter(({ id }) => id !== floor.barredSeatId);
  const rested = others.filter((seat) => floor.rested.includes(seat));
  const owing = owingAnswer(floor);
  const asked = rested.filter(({ id }) => owing.has(id));
  if (asked.length > 0) return draw(asked, floor, chance);
  if (rested.length > 0) return draw(rested, floor, chance);
  if (others.length > 0) return draw(others, floor, chance);
  const people = floor.onStage.filter(isHuman);
  const rests = people.find((seat) => floor.rested.includes(seat));
  if (rests) return pick(rests, { code: 'floor', text: 'has the floor' });
  // Somebody is coming back: nobody talks to themselves until then.
  if (floor.isSomebodyAwaited) return null;
  const human = models.length === 0 ? people[0] : undefined;
  if (human) return pick(human, { code: 'floor', text: 'has the floor' });
  const [alone] = models;
  return alone ? pick(alone, { code: 'alone', text: 'is alone on stage' }) : null;
}

function draw(candidates: readonly Seat[], floor: Floor, chance: Chance): Pick | null {
  const drawn = drawSpeaker(candidates, floor, chance);
  return drawn && pick(drawn.seat, drawn.reason);
}

function pick(seat: Seat, reason: Reason): Pick {
  return { seatId: seat.id, reason, queued: null };
}
