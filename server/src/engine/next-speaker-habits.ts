import type { Floor } from './next-speaker-floor.ts';

/** What this talk itself says about who speaks after whom; all as logarithms of smoothed shares. */
export interface Habits {
  /** Of all turns. */
  share(seatId: string): number;
  /** Of the turns that followed the last speaker. */
  afterLast(seatId: string): number;
  /** Of the turns that followed the last two speakers, in their order. */
  afterLastTwo(seatId: string): number;
}

/** Lines that habits are counted over: they change, and counting should cost the same at any length. */
const COUNTED_LINES = 200;
/** Turns that each seat is taken to have had before anything was counted. */
const PRIOR_SHARE = 2;
const PRIOR_HABIT = 1;

export function habitsOf({ lines, onStage }: Floor): Habits {
  const speakers = lines.slice(-COUNTED_LINES).map(({ seatId, name }) => seatId ?? name);
  const last = speakers.at(-1);
  const before = speakers.at(-2);
  const all = new Map<string, number>();
  const afterLast = new Map<string, number>();
  const afterLastTwo = new Map<string, number>();
  for (const [at, speaker] of speakers.entries()) {
    count(all, speaker);
    if (at < 1 || speakers[at - 1] !== last) continue;
    count(afterLast, speaker);
    if (at > 1 && speakers[at - 2] === before) count(afterLastTwo, speaker);
  }
  const seats = onStage.map(({ id }) => id).filter((id) => id !== last);
  return {
    share: logShare(all, seats, PRIOR_SHARE),
    afterLast: logShare(afterLast, seats, PRIOR_HABIT),
    afterLastTwo: logShare(afterLastTwo, seats, PRIOR_HABIT),
  };
}

function count(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1);
}

function logShare(counts: ReadonlyMap<string, number>, seats: readonly string[], prior: number) {
  const total = seats.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0) + prior * seats.length;
  return (id: string) => Math.log(((counts.get(id) ?? 0) + prior) / Math.max(total, prior));
}
