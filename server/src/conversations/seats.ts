import type { Conversation } from '@chimera/protocol/conversation';
import type { NewSeat, Seat } from '@chimera/protocol/seat';
import { ChimeraError, notFound } from '../errors.ts';
import type { SeatableOf } from './command.ts';

export function seatIn(conversation: Conversation, seatId: string): Seat {
  const seat = conversation.seats.find(({ id }) => id === seatId);
  if (!seat) throw notFound('seat in this conversation');
  return seat;
}

export function isHuman(seat: Seat): boolean {
  return seat.brain !== null && 'human' in seat.brain;
}

/** Whether a turn can be given to it now: it is on stage, and no provider asks it to wait. */
export function canTakeTurn({ presence, waiting }: Seat): boolean {
  return presence === 'stage' && waiting === undefined;
}

/** On stage, and held up by its provider. */
export function isAwaited({ presence, waiting }: Seat): boolean {
  return presence === 'stage' && waiting !== undefined;
}

export function seatOf(wanted: NewSeat, seatable: SeatableOf, others: readonly Seat[], id: string): Seat {
  const { name, version } = seatable(wanted.personaId);
  return {
    id,
    personaId: wanted.personaId,
    personaVersion: version,
    name: freeName(wanted.name ?? name, others),
    brain: wanted.brain ?? null,
    ...(wanted.fallbacks && { fallbacks: wanted.fallbacks }),
    presence: wanted.presence ?? 'stage',
    ...(wanted.role !== undefined && { role: wanted.role }),
  };
}

export function sameName(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}

export function requireOnStage(seat: Seat): void {
  if (seat.presence !== 'stage') {
    throw new ChimeraError(
      'seat-unavailable',
      `${seat.name} is not on stage. Bring ${seat.name} back first.`,
    );
  }
}

/** Names are how people are told apart in prompts: the second Ada is "Ada 2". */
function freeName(name: string, others: readonly Seat[]): string {
  const taken = (candidate: string) => others.some((seat) => sameName(seat.name, candidate));
  if (!taken(name)) return name;
  let number = 2;
  while (taken(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
