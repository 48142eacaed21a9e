import { addressIn, castNames } from './addressing.ts';
import { aloudHeardBy, aloudSaidBy, speechHeardBy } from './heard.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeated } from './steering.ts';

/** The moment before a turn, as the seat sees it. */
export interface Moment {
  /** What was said aloud and heard, oldest first. */
  readonly lines: readonly Entry[];
  readonly own: readonly Entry[];
  readonly last: Entry | null;
  /** What was whispered to this seat since its last word. */
  readonly whisper: Entry | null;
  /** The last line speaks to this seat by name. */
  readonly isAddressed: boolean;
  readonly isQuestion: boolean;
  /** Others who can be talked to, without the one who spoke last. */
  readonly thirds: readonly string[];
  /** How many turns in a row passed just now. */
  readonly passes: number;
  /** Seats on stage, with this one. */
  readonly seats: number;
  /** The director has raised the heat. */
  readonly isHeated: boolean;
  /** Of this seat's turns: the same for the same seat and turn, so that moves can take turns too. */
  readonly hand: string;
}

export function momentOf(stage: Stage, seatId: string): Moment {
  const { conversation, transcript } = stage;
  const heard = speechHeardBy(transcript, seatId);
  const lines = aloudHeardBy(transcript, seatId);
  const last = lines.at(-1) ?? null;
  const people = castNames(stage).filter(({ id }) => id !== last?.seatId);
  const address = addressIn(last?.text ?? '', people);
  const present = conversation.seats.filter(({ presence }) => presence === 'stage');
  const thirds = present.filter(({ id }) => id !== seatId && id !== last?.seatId).map(({ name }) => name);
  return {
    lines,
    own: aloudSaidBy(transcript, seatId),
    last,
    whisper:
      heard.slice(heard.findLastIndex((line) => line.seatId === seatId) + 1).findLast(isWhisper) ?? null,
    isAddressed: address.ids.includes(seatId),
    isQuestion: address.isQuestion,
    thirds,
    passes: transcript.length - 1 - transcript.findLastIndex(({ kind }) => kind !== 'pass'),
    seats: present.length,
    isHeated: isHeated(stage),
    // Where answers may come from the cache, a branch asks as the conversation does that it came from.
    hand: `${conversation.settings.cache ? conversation.topic : conversation.id} ${seatId}`,
  };
}

function isWhisper({ to }: Entry): boolean {
  return to !== null;
}
