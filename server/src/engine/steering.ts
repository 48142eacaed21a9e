import { isHuman } from '../conversations/seats.ts';
import type { Entry, Stage } from './stage.ts';
import { isSaidAloud } from './transcript.ts';

/** Whether the director has asked them to come to an end. */
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
  const { conversation, transcript } = stage;
  const at = transcript.findLastIndex(({ kind, name }) => kind === 'direction' && name === code);
  if (at < 0) return null;
  const since = transcript.slice(at + 1);
  // More turns than this run has had: it was asked of an earlier one. A pause ends no run.
  const turns = since.filter(({ kind }) => kind === 'seat' || kind === 'pass').length;
  return turns > conversation.turns - conversation.run.turnsBefore ? null : since;
}
