import { isHuman } from '../conversations/seats.ts';
import type { Entry, Stage } from './stage.ts';
import { isSaidAloud } from './transcript.ts';

/** Whether the director has asked them to come to an end, since the talk was last set to play. */
export function isWrappingUp(stage: Stage): boolean {
  return linesSince(stage, 'wrap-up') !== null;
}

/** Whether everybody on stage has had a last word since the director asked for it. */
export function hasWrappedUp(stage: Stage): boolean {
  const lines = linesSince(stage, 'wrap-up');
  if (lines === null) return false;
  const spoke = new Set(lines.map(({ seatId }) => seatId));
  const models = stage.conversation.seats.filter((seat) => seat.presence === 'stage' && !isHuman(seat));
  return models.every(({ id }) => spoke.has(id));
}

/** Whether the director has just raised the heat. */
export function isHeated(stage: Stage): boolean {
  const lines = linesSince(stage, 'raise-heat');
  return lines !== null && lines.filter(isSaidAloud).length < HEATED_LINES;
}

/** What was heard since it was last set to play: what ended an earlier run does not end this one. */
export function sinceStart({ conversation: { run }, transcript }: Stage): readonly Entry[] {
  if (run.startedAt === null) return [];
  const startedMs = Date.parse(run.startedAt);
  return transcript.slice(transcript.findLastIndex(({ at }) => Date.parse(at) < startedMs) + 1);
}

/** So many lines the heat lasts. */
const HEATED_LINES = 10;

function linesSince(stage: Stage, code: string): readonly Entry[] | null {
  const recent = sinceStart(stage);
  const at = recent.findLastIndex(({ kind, name }) => kind === 'direction' && name === code);
  return at < 0 ? null : recent.slice(at + 1);
}
