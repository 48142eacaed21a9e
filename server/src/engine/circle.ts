import { absentNames, earlierLines } from './earlier-lines.ts';
import { tallyBy } from './growing-list.ts';
import { nudgeFor } from './gate-afterwards.ts';
import { type Loop, loopIn } from './loops.ts';
import { guardsOff, mayClose } from './phase.ts';
import type { Entry, Stage } from './stage.ts';
import { isBefore, isWrappingUp } from './steering.ts';
import { isTwist } from './twist.ts';

/** The circle that the talk runs in now, and what helps; null when it runs in none. */
export function circleOf(stage: Stage): Loop | null {
  // Who was asked for a last word may say goodbye.
  if (isWrappingUp(stage)) return null;
  const { run, seats } = stage.conversation;
  if (run.startedAt === null) return null;
  const { from, twists } = turnsOfRun(stage.transcript, run.startedAt);
  return loopIn(earlierLines({ ...stage, transcript: stage.transcript.slice(from) }, null), {
    seats: seats.filter(({ presence }) => presence === 'stage').length,
    mayClose: mayClose(stage),
    twists,
    guardsOff: guardsOff(stage),
  });
}

/** From which line on lines are counted, and twists since a person spoke up. What ended an earlier run does not end this one. */
const turnsOfRun = tallyBy(
  (startedAt: string) => startedAt,
  () => ({ from: 0, twists: 0 }),
  (run, entry: Entry, at, startedAt) => {
    if (isBefore(entry, startedAt) || isTurned(entry)) run.from = at + 1;
    if (isBefore(entry, startedAt) || entry.kind === 'human') run.twists = 0;
    else if (isTwist(entry)) run.twists += 1;
  },
);

/** Lines are counted from here on: a direction, a new part of the format, another topic. */
function isTurned({ kind, seatId }: Entry): boolean {
  return kind === 'direction' || (kind === 'stage' && seatId === null);
}

/** One sentence to a seat about its last lines or the talk's; null when there is nothing to say. */
export function nudgeOfTurn(stage: Stage, seatId: string): string | null {
  const own = nudgeFor(earlierLines(stage, seatId), {
    selfId: seatId,
    absent: absentNames(stage),
    guardsOff: guardsOff(stage),
  });
  if (own !== null) return own;
  return circleOf(stage)?.remedy === 'nudge'
    ? 'No thanks and no praise; say something that moves the talk.'
    : null;
}
