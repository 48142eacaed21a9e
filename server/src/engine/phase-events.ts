import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Phase } from '@chimera/protocol/format';
import { END } from '@chimera/protocol/format-path';
import { debateScore, type JudgeParts } from './judge.ts';
import { announcedPhase } from './phase.ts';
import { isPlayable, phaseStep } from './phase-end.ts';
import type { Stage } from './stage.ts';

/**
 * What the log says of the format now: a phase that begins, that all are over, and points before a verdict.
 * Points may take a while, and people may speak meanwhile; only another phase makes them void.
 */
export async function formatEvents(
  stage: Stage,
  parts: JudgeParts,
  at: string,
  signal: AbortSignal,
): Promise<readonly Event[]> {
  const change = phaseChange(stage, at);
  if (!change) return [];
  const { turns, run } = stage.conversation;
  // Who plays on a talk that was over before hears no points of it.
  const step = turns === run.turnsBefore ? null : phaseStep(stage, Date.parse(at));
  const score = step ? await debateScore(stage, step, parts, { at, signal }) : null;
  return score ? [score, change] : [change];
}

/** The same where the talk stops for whatever reason: only that the format is over, if it is. */
export async function endOfFormat(
  stage: Stage,
  parts: JudgeParts,
  at: string,
  signal: AbortSignal,
): Promise<readonly Event[]> {
  return phaseStep(stage, Date.parse(at))?.kind === 'end' ? formatEvents(stage, parts, at, signal) : [];
}

/**
 * The event with which a phase begins that has not begun yet, or with which the format ends; null: neither
 * is due. The first phase is announced where others follow or it has something to say to all.
 */
export function phaseChange(stage: Stage, at: string): Event | null {
  const { phases } = stage.format;
  const [first] = phases;
  if (first && !isAnnounced(stage) && isPlayable(stage, first)) {
    if (phases.length > 1 || first.open !== undefined) return begins(first, at);
  }
  const step = phaseStep(stage, Date.parse(at));
  if (step?.kind === 'end') return { type: 'phase-changed', at, id: END, name: '' };
  return step ? begins(step.phase, at) : null;
}

/** Whether the conversation is still in the part in which something was decided about it, and waits for nobody new. */
export function isSamePart(then: Conversation, now: Conversation): boolean {
  const since = ({ phase }: Conversation) => phase?.sinceSeq ?? 0;
  return (
    now.state === 'running' &&
    now.format === then.format &&
    since(now) <= since(then) &&
    now.queue.length <= then.queue.length
  );
}

function isAnnounced(stage: Stage): boolean {
  const phase = announcedPhase(stage);
  return phase !== null && (phase.id !== '' || phase.name !== '');
}

function begins({ id, name, open }: Phase, at: string): Event {
  return { type: 'phase-changed', at, id, name, ...(open !== undefined && { open }) };
}
