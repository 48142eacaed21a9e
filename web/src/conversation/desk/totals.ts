import type { Conversation } from '@chimera/protocol/conversation';

/** How far a run has come, against its limits. Limits count from a fresh start, not from the beginning of time. */
export interface Totals {
  readonly turns: number;
  readonly minutes: number;
  readonly tokens: number;
  readonly cost: number;
}

export function totalsOf({ turns, run, usage }: Conversation, nowMs: number): Totals {
  const sinceMs = run.startedAt === null ? 0 : Math.max(0, nowMs - Date.parse(run.startedAt));
  return {
    turns: turns - run.turnsBefore,
    minutes: (run.playedMs + sinceMs) / 60_000,
    tokens: usage.inputTokens + usage.outputTokens - run.tokensBefore,
    cost: (usage.cost ?? 0) - run.costBefore,
  };
}
