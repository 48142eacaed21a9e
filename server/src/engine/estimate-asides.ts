import type { Totals } from '@chimera/protocol/conversation';
import type { Usage } from '@chimera/protocol/provider';
import type { Talk } from './estimate-turns.ts';

/** What a question for the next speaker comes to, with the newest lines. */
const MODERATOR: Usage = { inputTokens: 700, outputTokens: 30 };
/** Points of a debate are asked for twice, with its lines, and these many besides. */
const JUDGE_CALLS = 2;
const JUDGE: Usage = { inputTokens: 500, outputTokens: 300 };
const JUDGE_LINES = 120;

/** What is asked beside so many turns: as much as until now, or what the format asks for. */
export function asidesOf({ conversation, format }: Talk, turns: number): Usage {
  const { usage, usageBySeat = {}, turns: taken, phase } = conversation;
  if (taken > 0) {
    const bySeats = Object.values(usageBySeat);
    const perTurn = (count: (totals: Totals) => number) =>
      Math.max(0, count(usage) - bySeats.reduce((sum, totals) => sum + count(totals), 0)) / taken;
    return times(turns, {
      inputTokens: perTurn(({ inputTokens }) => inputTokens),
      outputTokens: perTurn(({ outputTokens }) => outputTokens),
    });
  }
  const now = format.phases.find(({ id }) => id === phase?.id) ?? format.phases[0];
  return times(now?.order === 'moderator' ? turns : 0, MODERATOR);
}

/** What it takes to weigh a debate at its end. */
export function judgesOf({ conversation, format }: Talk, turns: number, lineTokens: number): Usage {
  if (!format.judge) return { inputTokens: 0, outputTokens: 0 };
  const lines = Math.min(JUDGE_LINES, conversation.turns + turns);
  return times(JUDGE_CALLS, { ...JUDGE, inputTokens: JUDGE.inputTokens + lines * lineTokens });
}

/** How many times over a line was paid for: answers that were refused or lost count with those that were said. */
export function retriesOf({ conversation: { usageBySeat = {}, turns }, recent }: Talk): number {
  const said = recent.flatMap(({ author, usage }) => (author.kind === 'seat' && usage ? [usage] : []));
  // The newest messages tell it only when they are all that there are.
  if (said.length === 0 || said.length < turns) return 1;
  const used = tokensOf(Object.values(usageBySeat));
  return Math.min(RETRIES_LIMIT, Math.max(1, used / Math.max(1, tokensOf(said))));
}

const RETRIES_LIMIT = 3;

function tokensOf(counts: readonly Pick<Usage, 'inputTokens' | 'outputTokens'>[]): number {
  return counts.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0);
}

function times(count: number, { inputTokens, outputTokens }: Usage): Usage {
  return { inputTokens: Math.round(count * inputTokens), outputTokens: Math.round(count * outputTokens) };
}
