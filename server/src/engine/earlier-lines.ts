import { isHuman } from '../conversations/seats.ts';
import type { EarlierLine } from './gate-history.ts';
import { tally } from './growing-list.ts';
import { remembered } from './remembered.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy, isSaidAloud } from './transcript.ts';

/** What was said aloud and heard, newest last, as much as rules look back at. */
export function earlierLines(stage: Stage, seatId: string | null): EarlierLine[] {
  const humanSeats = new Set(stage.conversation.seats.filter(isHuman).map(({ id }) => id));
  return stage.transcript
    .slice(-LOOK_BACK)
    .filter((entry) => isSaidAloud(entry) && entry.kind !== 'narrator')
    .filter((entry) => seatId === null || isHeardBy(entry, seatId))
    .map((entry) =>
      entry.kind === 'human' || (entry.seatId !== null && humanSeats.has(entry.seatId))
        ? ofPerson(entry)
        : ofModel(entry),
    );
}

const ofPerson = remembered((entry: Entry) => earlierLine(entry, true));
const ofModel = remembered((entry: Entry) => earlierLine(entry, false));

function earlierLine({ seatId, name, text }: Entry, isPerson: boolean): EarlierLine {
  return { speaker: seatId ?? name, isPerson, text: text.slice(0, READ_CHARACTERS) };
}

/** Names of seats that spoke and are no longer in the cast, or are away. */
export function absentNames({ conversation, transcript }: Stage): string[] {
  const present = new Set(
    conversation.seats.filter(({ presence }) => presence !== 'away').map(({ id }) => id),
  );
  const gone = [...speakersOf(transcript).values()].filter(({ seatId }) => !present.has(seatId));
  const away = conversation.seats.filter(({ presence }) => presence === 'away');
  return [...new Set([...gone, ...away].map(({ name }) => name))];
}

/** Each seat that ever spoke, by each name that it had. */
const speakersOf = tally(
  () => new Map<string, { readonly seatId: string; readonly name: string }>(),
  (speakers, { kind, seatId, name }: Entry) => {
    const key = `${seatId} ${name}`;
    if (kind === 'seat' && seatId !== null && !speakers.has(key)) speakers.set(key, { seatId, name });
  },
);

/** Of each line; far more than the gate lets anybody say in one. */
const READ_CHARACTERS = 4000;
/** Entries that rules may look back at. */
const LOOK_BACK = 80;
