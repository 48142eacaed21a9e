import type { Persona } from '@chimera/protocol/persona';

/** Whose part it is to ask. */
export function isHost({ tags }: Pick<Persona, 'tags'>): boolean {
  return tags.some((tag) => /^(?:host|interviewer|moderator)$/.test(tag));
}

export function isQuestion(text: string): boolean {
  return /\?”?$/.test(text);
}

const OWN_TURNS = 3;
const ASKERS_TURNS = 5;
const ASKERS_QUESTIONS = 3;
const ROOM_LINES = 18;
const MOST_OF_ROOM = 0.22;

/**
 * Questions are rare among people: nobody asks twice within four turns, and together they stay under
 * a share. Who is there to ask, or is told to, may do so more often, but not in each turn.
 */
export function mayAsk(
  mine: readonly string[],
  room: readonly string[],
  part: { readonly isHost: boolean; readonly isToldTo: boolean },
): boolean {
  const asked = (count: number) => mine.slice(-count).filter(isQuestion).length;
  if (part.isHost || part.isToldTo) return asked(ASKERS_TURNS) < ASKERS_QUESTIONS;
  const newest = room.slice(-ROOM_LINES);
  const isRoomFull = newest.filter(isQuestion).length >= MOST_OF_ROOM * ROOM_LINES - 1;
  return !isRoomFull && asked(OWN_TURNS) === 0;
}
