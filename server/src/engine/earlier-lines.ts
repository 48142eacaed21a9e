import { isHuman } from '../conversations/seats.ts';
import type { EarlierLine } from './gate-history.ts';
import type { Stage } from './stage.ts';
import { isHeardBy, isSaidAloud } from './transcript.ts';

/** What was said aloud and heard, newest last, as much as rules look back at. */
export function earlierLines(stage: Stage, seatId: string | null): EarlierLine[] {
  const humanSeats = new Set(stage.conversation.seats.filter(isHuman).map(({ id }) => id));
  return stage.transcript
    .slice(-LOOK_BACK)
    .filter((entry) => isSaidAloud(entry) && entry.kind !== 'narrator')
    .filter((entry) => seatId === null || isHeardBy(entry, seatId))
    .map(({ seatId: speaker, name, text, kind }) => ({
      speaker: speaker ?? name,
      isPerson: kind === 'human' || (speaker !== null && humanSeats.has(speaker)),
      text: text.slice(0, READ_CHARACTERS),
    }));
}

/** Names of seats that spoke and are no longer in the cast, or are away. */
export function absentNames({ conversation, transcript }: Stage): string[] {
  const present = new Set(
    conversation.seats.filter(({ presence }) => presence !== 'away').map(({ id }) => id),
  );
  const gone = transcript.filter(
    ({ kind, seatId }) => kind === 'seat' && seatId !== null && !present.has(seatId),
  );
  const away = conversation.seats.filter(({ presence }) => presence === 'away');
  return [...new Set([...gone, ...away].map(({ name }) => name))];
}

/** Of each line; far more than the gate lets anybody say in one. */
const READ_CHARACTERS = 4000;
/** Entries that rules may look back at. */
const LOOK_BACK = 80;
