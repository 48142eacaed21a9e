import { absentNames, earlierLines } from './earlier-lines.ts';
import { nudgeFor } from './gate-afterwards.ts';
import { type Loop, loopIn } from './loops.ts';
import { guardsOff, mayClose } from './phase.ts';
import type { Entry, Stage } from './stage.ts';
import { isWrappingUp, sinceStart } from './steering.ts';
import { isTwist } from './twist.ts';

/** The circle that the talk runs in now, and what helps; null when it runs in none. */
export function circleOf(stage: Stage): Loop | null {
  // Who was asked for a last word may say goodbye.
  if (isWrappingUp(stage)) return null;
  const { conversation } = stage;
  // What ended an earlier run does not end this one.
  const transcript = sinceStart(stage);
  const turnedAt = transcript.findLastIndex(isTurned);
  const spokenUpAt = transcript.findLastIndex(({ kind }) => kind === 'human');
  const twists = transcript.slice(spokenUpAt + 1).filter(isTwist).length;
  return loopIn(earlierLines({ ...stage, transcript: transcript.slice(turnedAt + 1) }, null), {
    seats: conversation.seats.filter(({ presence }) => presence === 'stage').length,
    mayClose: mayClose(stage),
    twists,
    guardsOff: guardsOff(stage),
  });
}

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
