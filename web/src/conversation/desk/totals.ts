import type { Conversation } from '@chimera/protocol/conversation';
import type { SeatUsage } from './seat-usage.ts';

/** How far a run has come, against its limits. Limits count from a fresh start, not from the beginning of time. */
export interface Totals {
  readonly turns: number;
  readonly minutes: number;
  readonly tokens: number;
  readonly cost: number;
  /** How exact that is; the cost is null when nothing of what was used has a known price. */
  readonly money: Pick<SeatUsage, 'cost' | 'unpriced' | 'estimated'>;
}

export function totalsOf({ turns, run, usage }: Conversation, nowMs: number): Totals {
  const sinceMs = run.startedAt === null ? 0 : Math.max(0, nowMs - Date.parse(run.startedAt));
  const tokens = usage.inputTokens + usage.outputTokens;
  const cost = (usage.cost ?? 0) - run.costBefore;
  return {
    turns: turns - run.turnsBefore,
    minutes: (run.playedMs + sinceMs) / 60_000,
    tokens: tokens - run.tokensBefore,
    cost,
    money: {
      cost: usage.cost === undefined && tokens > 0 ? null : cost,
      unpriced: usage.unpriced ?? false,
      estimated: usage.estimated ?? false,
    },
  };
}
