import type { Phase } from '@chimera/protocol/format';
import type { Stage } from './stage.ts';

export interface PhaseNow {
  readonly phase: Phase;
  /** Its place in the format, from 0. */
  readonly index: number;
  readonly turnsInPhase: number;
  /** True before the first turn of the phase. */
  readonly isNew: boolean;
  /** True when the last phase has had all its turns. Whoever plays on stays in it. */
  readonly isOver: boolean;
}

/** Where in its format a conversation is, by the turns taken since the beginning. */
export function phaseAt({ conversation, format }: Pick<Stage, 'conversation' | 'format'>): PhaseNow {
  let turnsInPhase = conversation.turns;
  for (const [index, phase] of format.phases.entries()) {
    const isLast = index === format.phases.length - 1;
    const turns = phase.turns ?? Number.POSITIVE_INFINITY;
    if (isLast || turnsInPhase < turns) {
      return { phase, index, turnsInPhase, isNew: turnsInPhase === 0, isOver: turnsInPhase >= turns };
    }
    turnsInPhase -= turns;
  }
  throw new Error(`The format ${format.id} has no phase.`);
}

/** How many turns a format has; null when a phase goes on until somebody stops it. */
export function turnsOf({ phases }: Stage['format']): number | null {
  if (phases.some(({ turns }) => turns === undefined)) return null;
  return phases.reduce((sum, { turns }) => sum + (turns ?? 0), 0);
}

/** Whether the talk may come to its end now: in the last phase of its format. */
export function mayClose(stage: Pick<Stage, 'conversation' | 'format'>): boolean {
  return phaseAt(stage).index === stage.format.phases.length - 1;
}
