import { isHuman } from '../conversations/seats.ts';
import { tally, tallyBy } from './growing-list.ts';
import { saidAloud } from './heard.ts';
import type { Entry, Stage } from './stage.ts';

/** Whether the director has asked them to come to an end. */
export function isWrappingUp(stage: Stage): boolean {
  return givenInRun(stage, 'wrap-up') !== null;
}

/** Whether everybody on stage has had a last word since the director asked for it. */
export function hasWrappedUp(stage: Stage): boolean {
  const given = givenInRun(stage, 'wrap-up');
  if (!given) return false;
  const spoke = new Set(stage.transcript.slice(given.at + 1).map(({ seatId }) => seatId));
  const models = stage.conversation.seats.filter((seat) => seat.presence === 'stage' && !isHuman(seat));
  return models.every(({ id }) => spoke.has(id));
}

/** Whether the director has just raised the heat. */
export function isHeated(stage: Stage): boolean {
  const raised = givenInRun(stage, 'raise-heat');
  if (!raised) return false;
  const oldest = saidAloud(stage.transcript).at(-HEATED_LINES);
  return oldest === undefined || oldest.seq < raised.seq;
}

/** What was heard since it was last set to play: what ended an earlier run does not end this one. */
export function sinceStart({ conversation: { run }, transcript }: Stage): readonly Entry[] {
  return run.startedAt === null ? [] : transcript.slice(startIn(transcript, run.startedAt).from);
}

/** So many lines the heat lasts. */
const HEATED_LINES = 10;

const startIn = tallyBy(
  (startedAt: string) => startedAt,
  () => ({ from: 0 }),
  (run, entry: Entry, at, startedAt) => {
    if (isBefore(entry, startedAt)) run.from = at + 1;
  },
);

export function isBefore(entry: Pick<Entry, 'at'>, time: string): boolean {
  return Date.parse(entry.at) < Date.parse(time);
}

/** The newest direction of a kind, as long as it was given in the present run. */
function givenInRun({ conversation, transcript }: Stage, code: string): Given | null {
  const { turns, last } = directionsIn(transcript);
  const given = last.get(code);
  if (!given) return null;
  // More turns than this run has had: it was asked of an earlier one. A pause ends no run.
  return turns - given.turns > conversation.turns - conversation.run.turnsBefore ? null : given;
}

interface Given {
  /** Its place in the transcript. */
  readonly at: number;
  readonly seq: number;
  /** How many turns there were before it. */
  readonly turns: number;
}

/** The newest direction of each kind, and how many turns there were so far. */
export const directionsIn = tally(
  () => ({ turns: 0, last: new Map<string, Given>() }),
  (state, { kind, name, seq }: Entry, at) => {
    if (kind === 'direction') state.last.set(name, { at, seq, turns: state.turns });
    if (kind === 'seat' || kind === 'pass') state.turns += 1;
  },
);
