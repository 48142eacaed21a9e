import type { Event } from '@chimera/protocol/event';
import type { Seat } from '@chimera/protocol/seat';
import { isHuman } from '../conversations/seats.ts';

/**
 * Whom the texts of personas mean by “the user”. It is settled when the first turn begins and stays so: those texts
 * stand at the beginning of prompts, which must not change while people talk.
 */
export interface Guest {
  /** Null: nobody who can be named. */
  readonly name: string | null;
  readonly isSettled: boolean;
}

/** A person of the opening cast, or nobody yet. */
export function guestAmong(opening: readonly Seat[]): Guest {
  const person = opening.find((seat) => isHuman(seat) && seat.presence !== 'away');
  return { name: person?.name ?? null, isSettled: person !== undefined };
}

/** After one more event: where no person is in the cast, who spoke up before the first turn. */
export function guestAfter(before: Guest, event: Event): Guest {
  if (before.isSettled) return before;
  if (event.type === 'turn-started') return { ...before, isSettled: true };
  if (event.type !== 'message-finished') return before;
  const { author, to } = event.message;
  // A copy of a talk may have its lines without their turns.
  if (author.kind === 'seat') return { ...before, isSettled: true };
  return author.kind === 'human' && to === undefined ? { name: author.name, isSettled: true } : before;
}

/** How prompts call them. “You” is no name there: it is the one who reads. */
export function guestName({ name }: Guest): string {
  return name === null || name.trim().toLowerCase() === 'you' ? 'the guest' : name;
}
