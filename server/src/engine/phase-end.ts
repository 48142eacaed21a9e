import type { Reason, Seat } from '@chimera/protocol/seat';
import { phaseAfter } from '@chimera/protocol/format-path';
import type { Phase, PhaseEnd } from '@chimera/protocol/format';
import { unreachable } from '@chimera/protocol/unreachable';
import { canTakeTurn, isHuman } from '../conversations/seats.ts';
import { tally } from './growing-list.ts';
import { isStalled, sayGoodbye } from './loops.ts';
import { announcedPhase, hasTurnLeft, type PhaseState, phaseAt, speakersIn, turnsBy } from './phase.ts';
import { agree, goesOn } from './phase-signs.ts';
import type { Entry, Stage } from './stage.ts';

/** What follows a phase that is over: the next one, or the end of the format with its reason. */
export type PhaseStep =
  | { readonly kind: 'next'; readonly phase: Phase }
  | { readonly kind: 'end'; readonly reason: Reason };

/** By what a phase ended. */
type PhaseOver = Exclude<PhaseEnd, object> | 'turns' | 'time' | 'asked' | 'nobody';

/** What follows now; null: the phase goes on. Whom the director called speaks first. */
export function phaseStep(stage: Stage, nowMs: number): PhaseStep | null {
  if (isSomebodyQueued(stage)) return null;
  const state = phaseAt(stage);
  const why = phaseEnd(stage, nowMs);
  if (why === null) return null;
  const { format } = stage;
  let index = phaseAfter(format, state.index);
  // Nobody has the role that speaks there, such as the judge of a debate of two: it is left out.
  while (index !== null && !isPlayable(stage, format.phases[index])) index = phaseAfter(format, index);
  const phase = index === null ? undefined : format.phases[index];
  return phase ? { kind: 'next', phase } : { kind: 'end', reason: endReason(format.name, why) };
}

/** Whether the phase is over, and by what; null: it goes on. */
export function phaseEnd(stage: Stage, nowMs: number): PhaseOver | null {
  const state = phaseAt(stage);
  const { phase } = state;
  if (state.index >= stage.format.phases.length) return null;
  if (!isPlayable(stage, phase)) return 'nobody';
  for (const end of phase.endWhen ?? []) {
    if (isMet(end, stage, state)) return typeof end === 'object' ? 'asked' : end;
  }
  if (areTurnsUsed(stage, state)) return 'turns';
  if (isTimeUp(stage, phase, nowMs)) return 'time';
  return null;
}

function isMet(end: PhaseEnd, stage: Stage, state: PhaseState): boolean {
  const lines = state.whole;
  if (typeof end === 'object') return isAskedEnough(lines, end.askedAtLeast);
  switch (end) {
    case 'everyone-spoke':
      return isEverybodyHeard(stage, state);
    case 'host-says-next': {
      const host = speakersIn(stage, state.phase)[0]?.id;
      return callsOn(lines).some(({ kind, seatId }) => kind === 'human' || seatId === host);
    }
    case 'said-goodbye':
      return sayGoodbye(lines);
    case 'novelty-low':
      return isStalled(lines, onStage(stage, state.phase).length);
    case 'verdict':
      return speakersIn(stage, state.phase).some(({ id }) => lines.some(({ seatId }) => seatId === id));
    case 'agreement':
      return agree(lines);
    default:
      return unreachable(end);
  }
}

function areTurnsUsed(stage: Stage, state: PhaseState): boolean {
  const { maxTurns, turnsEach } = state.phase;
  if (maxTurns !== undefined && state.turns.length >= maxTurns) return true;
  if (turnsEach === undefined) return false;
  const awaited = awaitedSeats(stage, state);
  return awaited.length > 0 && awaited.every((seat) => !hasTurnLeft(state, seat));
}

/** Nobody hands a person the floor in a free order: the phase does not wait for them. */
function awaitedSeats(stage: Stage, { phase }: PhaseState): readonly Seat[] {
  const isFree = phase.order === 'natural' || phase.order === 'moderator' || phase.order === 'manual';
  const speakers = onStage(stage, phase);
  const models = speakers.filter((seat) => !isHuman(seat));
  return isFree && models.length > 0 ? models : speakers;
}

/** Time runs anew after a pause: nobody talks meanwhile. */
function isTimeUp(stage: Stage, { maxMinutes }: Phase, nowMs: number): boolean {
  if (maxMinutes === undefined) return false;
  const { conversation, transcript } = stage;
  const began = announcedPhase(stage)?.startedAt ?? transcript[0]?.at ?? conversation.createdAt;
  const sinceMs = Math.max(Date.parse(began), Date.parse(conversation.run.startedAt ?? began));
  return nowMs - sinceMs >= maxMinutes * 60_000;
}

function isEverybodyHeard(stage: Stage, state: PhaseState): boolean {
  const awaited = awaitedSeats(stage, state);
  return awaited.length > 0 && awaited.every(({ id }) => turnsBy(state, id) > 0);
}

/** Lines that call for the next part. */
const callsOn = tally(
  (): Entry[] => [],
  (calls, line: Entry) => {
    if (goesOn(line.text)) calls.push(line);
  },
);

/** As many questions were asked, and the last of them was answered. */
function isAskedEnough(lines: readonly { readonly text: string }[], count: number): boolean {
  const isQuestion = ({ text }: { readonly text: string }) => text.trimEnd().endsWith('?');
  const last = lines.at(-1);
  return last !== undefined && !isQuestion(last) && lines.filter(isQuestion).length >= count;
}

function endReason(name: string, why: PhaseOver): Reason {
  switch (why) {
    case 'verdict':
      return { code: 'verdict', text: `The verdict is given: “${name}” is over.` };
    case 'agreement':
      return { code: 'agreement', text: `They agree: “${name}” is over.` };
    case 'said-goodbye':
      return { code: 'said-goodbye', text: 'They said goodbye.' };
    case 'asked':
    case 'everyone-spoke':
    case 'host-says-next':
    case 'nobody':
    case 'novelty-low':
    case 'time':
    case 'turns':
      return { code: 'format-over', text: `The last part of “${name}” is over.` };
    default:
      return unreachable(why);
  }
}

function onStage(stage: Stage, phase: Phase): readonly Seat[] {
  return speakersIn(stage, phase).filter(({ presence }) => presence === 'stage');
}

/** Somebody of those who speak there is on stage; where everybody speaks, it waits for them. */
export function isPlayable(stage: Stage, phase: Phase | undefined): boolean {
  return phase !== undefined && (phase.speakers === undefined || onStage(stage, phase).length > 0);
}

/** Whether there is an entry in the queue that can be taken now. */
export function isSomebodyQueued({ conversation: { queue, seats } }: Stage): boolean {
  return queue.some(
    ({ seatId, replaces }) =>
      replaces !== undefined || seats.some((seat) => seat.id === seatId && canTakeTurn(seat)),
  );
}
