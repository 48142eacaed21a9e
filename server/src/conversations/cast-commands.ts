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
  { seatable, formatOf }: Lookup,
  { at, newId }: Context,
): Event[] {
  if (conversation.seats.length >= SEATS_LIMIT) {
    throw new ChimeraError('wrong-state', `A cast has at most ${SEATS_LIMIT} seats. Remove one first.`);
  }
  const format = conversation.script ?? formatOf(conversation.format);
  requireRoles(format, [wanted], '');
  const added = seatOf(wanted, seatable, conversation.seats, newId());
  const [seat = added] = withRoles(format, [...conversation.seats, added]).slice(-1);
  return [{ type: 'seat-added', at, seat }];
}

/** `version` is the one that `newest` means, and the greatest there is. */
export function changeSeat(
  conversation: Conversation,
  seatId: string,
  { personaVersion, ...wanted }: SeatChange,
  { at, version }: Context & { readonly version: number },
): Event[] {
  const { personaId } = seatIn(conversation, seatId);
  const { name } = wanted;
  if (
    name !== undefined &&
    conversation.seats.some((seat) => seat.id !== seatId && sameName(seat.name, name))
  ) {
    throw new ChimeraError('conflict', `Somebody else here is called ${name}. Choose another name.`);
  }
  const sheet =
    personaVersion === undefined
      ? {}
      : { sheet: { personaId, version: pickedVersion(personaVersion, version) } };
  if (Object.keys({ ...wanted, ...sheet }).length === 0) return [];
  return [{ type: 'seat-changed', at, seatId, ...wanted, ...sheet }];
}

function pickedVersion(wanted: number | 'newest', newest: number): number {
  if (wanted === 'newest') return newest;
  if (wanted <= newest) return wanted;
  throw new ChimeraError(
    'invalid-request',
    `There is no version ${wanted} of this persona; the newest is ${newest}.`,
    {
      errors: [{ path: 'personaVersion', message: `is greater than ${newest}` }],
    },
  );
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
  { seatable }: Pick<Lookup, 'seatable'>,
  { at, newId }: Context,
): Event[] {
  const seats: Seat[] = [];
  for (const seat of wanted) seats.push(seatOf(seat, seatable, seats, newId()));
  return [
    ...conversation.seats.map(({ id }): Event => ({ type: 'seat-removed', at, seatId: id })),
    ...seats.map((seat): Event => ({ type: 'seat-added', at, seat })),
  ];
}
