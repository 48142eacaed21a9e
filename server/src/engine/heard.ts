import { tally, tallyBy } from './growing-list.ts';
import type { Entry } from './stage.ts';
import { isHeardBy, isSaidAloud, isSpoken } from './transcript.ts';

/** Lists of lines that many rules ask for each turn. They grow with the talk: they are read at once, not kept. */
type LinesOf = (transcript: readonly Entry[], seatId: string) => readonly Entry[];

export const saidAloud: (transcript: readonly Entry[]) => readonly Entry[] = tally(
  (): Entry[] => [],
  (lines, entry: Entry) => {
    if (isSaidAloud(entry)) lines.push(entry);
  },
);

/** What was said and a seat heard, whispers among it. */
export const speechHeardBy = linesWhere((entry, seatId) => isSpoken(entry) && isHeardBy(entry, seatId));

/** The same without whispers. */
export const aloudHeardBy = linesWhere((entry, seatId) => isSaidAloud(entry) && isHeardBy(entry, seatId));

/** What a seat said aloud and heard itself. */
export const aloudSaidBy = linesWhere(
  (entry, seatId) => entry.seatId === seatId && isSaidAloud(entry) && isHeardBy(entry, seatId),
);

/** Whispers to a seat or from it. */
export const whispersHeardBy = linesWhere((entry, seatId) => entry.to !== null && isHeardBy(entry, seatId));

/** Who came, went or changed: all lines, and of each seat the position of the newest. */
export const stageLinesIn = tally(
  () => ({ lines: new Array<Entry>(), lastAbout: new Map<string, number>() }),
  (stage, entry: Entry) => {
    if (entry.kind !== 'stage' || entry.seatId === null) return;
    stage.lines.push(entry);
    stage.lastAbout.set(entry.seatId, entry.seq);
  },
);

/** All whispers, whoever heard them. */
export const whispersIn = tally(
  (): Entry[] => [],
  (whispers, entry: Entry) => {
    if (entry.to !== null) whispers.push(entry);
  },
);

/** Each line by the id of its message. */
export const lineById: (transcript: readonly Entry[]) => ReadonlyMap<string, Entry> = tally(
  () => new Map<string, Entry>(),
  (lines, entry: Entry) => {
    lines.set(entry.messageId, entry);
  },
);

/** The place of the first line after a position of the log. */
export function indexAfter(entries: readonly Entry[], seq: number): number {
  let [from, to] = [0, entries.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((entries[middle]?.seq ?? 0) <= seq) from = middle + 1;
    else to = middle;
  }
  return from;
}

function linesWhere(isWanted: (entry: Entry, seatId: string) => boolean): LinesOf {
  return tallyBy(
    (seatId: string) => seatId,
    (): Entry[] => [],
    (lines, entry: Entry, _, seatId) => {
      if (isWanted(entry, seatId)) lines.push(entry);
    },
  );
}
