import { dollars } from '@chimera/protocol/dollars';
import type { Reason } from '@chimera/protocol/seat';
import { isHuman } from '../conversations/seats.ts';
import { containsPhrase } from './addressing.ts';
import { phaseStep } from './phase-end.ts';
import { tallyBy } from './growing-list.ts';
import type { Entry, Stage } from './stage.ts';
import { hasWrappedUp, isBefore, sinceStart } from './steering.ts';
import { isSaidAloud, isSpoken } from './transcript.ts';

/** What is known of the moment besides the stage. */
export interface Moment {
  readonly nowMs: number;
  readonly viewers: number;
  readonly unwatchedSinceMs: number | null;
  readonly unwatchedLimitMs: number;
}

/** Why the conversation should stop now; null: it may go on. Limits count from its last fresh start. */
export function stopReason(stage: Stage, moment: Moment): Reason | null {
  for (const rule of RULES) {
    const reason = rule(stage, moment);
    if (reason) return reason;
  }
  return null;
}

type Rule = (stage: Stage, moment: Moment) => Reason | null;

const RULES: readonly Rule[] = [
  stopWord,
  formatOver,
  wrappedUp,
  maxTurns,
  maxMinutes,
  maxTokens,
  maxCost,
  allPassed,
  nobodyWatching,
];

function stopWord(stage: Stage): Reason | null {
  const { settings, run } = stage.conversation;
  const { stopWords } = settings;
  if (stopWords.length === 0 || run.startedAt === null) return null;
  const { said } = stopWordIn(stage.transcript, { stopWords, startedAt: run.startedAt });
  return said && { code: 'stop-word', text: `${said.name} said the stop word “${said.word}”.` };
}

interface Listening {
  readonly stopWords: readonly string[];
  readonly startedAt: string;
}

/** The first one that was said in the present run. */
const stopWordIn = tallyBy(
  (listening: Listening) => JSON.stringify(listening),
  (): { said: { readonly name: string; readonly word: string } | null } => ({ said: null }),
  (heard, entry: Entry, _, { stopWords, startedAt }) => {
    if (isBefore(entry, startedAt)) heard.said = null;
    else if (heard.said === null && isSaidAloud(entry)) {
      const word = stopWords.find((phrase) => containsPhrase(entry.text, phrase));
      if (word !== undefined) heard.said = { name: entry.name, word };
    }
  },
);

function formatOver(stage: Stage, { nowMs }: Moment): Reason | null {
  const step = phaseStep(stage, nowMs);
  const { turns, run } = stage.conversation;
  // Whoever plays on what was over talks freely.
  return step?.kind === 'end' && turns > run.turnsBefore ? step.reason : null;
}

function wrappedUp(stage: Stage): Reason | null {
  return hasWrappedUp(stage) ? { code: 'wrapped-up', text: 'Everybody has had a last word.' } : null;
}

function maxTurns({ conversation: { turns, run, settings } }: Stage): Reason | null {
  if (turns - run.turnsBefore < settings.maxTurns) return null;
  return { code: 'max-turns', text: `It reached its limit of ${counted(settings.maxTurns, 'turn')}.` };
}

function maxMinutes({ conversation: { run, settings } }: Stage, { nowMs }: Moment): Reason | null {
  const { maxMinutes: limit } = settings;
  const sinceMs = run.startedAt === null ? 0 : Math.max(0, nowMs - Date.parse(run.startedAt));
  if (limit === undefined || run.playedMs + sinceMs < limit * 60_000) return null;
  return { code: 'max-minutes', text: `It reached its limit of ${counted(limit, 'minute')}.` };
}

function maxTokens({ conversation: { usage, run, settings } }: Stage): Reason | null {
  const { maxTokens: limit } = settings;
  const used = usage.inputTokens + usage.outputTokens - run.tokensBefore;
  if (limit === undefined || used < limit) return null;
  return { code: 'max-tokens', text: `It reached its limit of ${counted(limit, 'token')}.` };
}

function maxCost({ conversation: { usage, run, settings } }: Stage): Reason | null {
  const { maxCost: limit } = settings;
  if (limit === undefined || (usage.cost ?? 0) - run.costBefore < limit) return null;
  return { code: 'max-cost', text: `It reached its limit of ${dollars(limit)}.` };
}

/** Every model on stage passed since the last word. */
function allPassed(stage: Stage): Reason | null {
  const { conversation } = stage;
  const recent = sinceStart(stage);
  const silence = recent.slice(recent.findLastIndex(isSpoken) + 1);
  const passed = new Set(silence.filter(({ kind }) => kind === 'pass').map(({ seatId }) => seatId));
  const models = conversation.seats.filter((seat) => seat.presence === 'stage' && !isHuman(seat));
  if (models.length === 0 || !models.every(({ id }) => passed.has(id))) return null;
  return { code: 'all-passed', text: 'Nobody on stage has anything to add.' };
}

function nobodyWatching(
  { conversation }: Stage,
  { nowMs, viewers, unwatchedSinceMs, unwatchedLimitMs }: Moment,
): Reason | null {
  if (!conversation.settings.pauseWhenUnwatched || viewers > 0 || unwatchedSinceMs === null) return null;
  if (nowMs - unwatchedSinceMs < unwatchedLimitMs) return null;
  return { code: 'nobody-watching', text: 'Nobody was watching any more.' };
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
