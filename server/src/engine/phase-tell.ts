import { forSeat, partAt, phaseAt, speakersIn, turnsBy } from './phase.ts';
import { plainName } from './prompt-text.ts';
import type { Stage } from './stage.ts';
import { isSaidAloud } from './transcript.ts';

/** What the phase tells a seat for its turn; null: nothing, a move is drawn. */
export function tellFor(stage: Stage, seatId: string): string | null {
  const { tell, order } = partAt(stage).phase;
  if (!tell) return null;
  // In a free order people are answered first, whatever the part is about.
  if (order === 'natural' && stage.transcript.findLast(isSaidAloud)?.kind === 'human') return null;
  const told = forSeat(stage, seatId, tell);
  return told === undefined ? null : told.replaceAll(QUIETEST, () => plainName(quietest(stage, seatId)));
}

/** Target and greatest length of a seat's turn in this phase, in words; null: as people talk. */
export function wordsFor(stage: Stage, seatId: string): readonly [number, number] | null {
  const { words } = partAt(stage).phase;
  if (words === undefined) return null;
  return Array.isArray(words) ? words : (forSeat(stage, seatId, words) ?? null);
}

/** Stands in a format for the one who has spoken least in this phase. */
const QUIETEST = '{quietest}';

function quietest(stage: Stage, seatId: string): string {
  const state = phaseAt(stage);
  const others = speakersIn(stage, state.phase).filter(
    ({ id, presence }) => id !== seatId && presence === 'stage',
  );
  const least = Math.min(...others.map(({ id }) => turnsBy(state, id)));
  return others.find(({ id }) => turnsBy(state, id) === least)?.name ?? 'somebody';
}
