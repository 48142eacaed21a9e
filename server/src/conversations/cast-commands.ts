import type { Conversation } from '@chimera/protocol/conversation';
import { type NewSeat, type Seat, type SeatChange, SEATS_LIMIT } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import { ChimeraError } from '../errors.ts';
import type { Context, Lookup } from './command.ts';
import { requireRoles, withRoles } from './format-fit.ts';
import { sameName, seatIn, seatOf } from './seats.ts';

export function addSeat(
  conversation: Conversation,
  wanted: NewSeat,
  { nameOfPersona, formatOf }: Lookup,
  { at, newId }: Context,
): Event[] {
  if (conversation.seats.length >= SEATS_LIMIT) {
    throw new ChimeraError('wrong-state', `A cast has at most ${SEATS_LIMIT} seats. Remove one first.`);
  }
  const format = conversation.script ?? formatOf(conversation.format);
  requireRoles(format, [wanted], '');
  const added = seatOf(wanted, nameOfPersona, conversation.seats, newId());
  const [seat = added] = withRoles(format, [...conversation.seats, added]).slice(-1);
  return [{ type: 'seat-added', at, seat }];
}

export function changeSeat(
  conversation: Conversation,
  seatId: string,
  wanted: SeatChange,
  { at }: Context,
): Event[] {
  seatIn(conversation, seatId);
  const { name } = wanted;
  if (
    name !== undefined &&
    conversation.seats.some((seat) => seat.id !== seatId && sameName(seat.name, name))
  ) {
    throw new ChimeraError('conflict', `Somebody else here is called ${name}. Choose another name.`);
  }
  if (Object.keys(wanted).length === 0) return [];
  return [{ type: 'seat-changed', at, seatId, ...wanted }];
}

export function removeSeat(conversation: Conversation, seatId: string, { at }: Context): Event[] {
  seatIn(conversation, seatId);
  if (conversation.seats.length === 1) {
    throw new ChimeraError('wrong-state', 'The last seat stays. Delete the conversation instead.');
  }
  return [{ type: 'seat-removed', at, seatId }];
}

/** Another cast for the same talk. */
export function recast(
  conversation: Conversation,
  wanted: readonly NewSeat[],
  { nameOfPersona }: Pick<Lookup, 'nameOfPersona'>,
  { at, newId }: Context,
): Event[] {
  const seats: Seat[] = [];
  for (const seat of wanted) seats.push(seatOf(seat, nameOfPersona, seats, newId()));
  return [
    ...conversation.seats.map(({ id }): Event => ({ type: 'seat-removed', at, seatId: id })),
    ...seats.map((seat): Event => ({ type: 'seat-added', at, seat })),
  ];
}
