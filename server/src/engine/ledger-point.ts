import type { SpokenBy } from '@chimera/protocol/provider';
import { modelSize } from '../providers/model-size.ts';
import { tallyBy } from './growing-list.ts';
import { indexAfter } from './heard.ts';
import { seatBudget } from './prompt.ts';
import { sharedHistoryBudget } from './prompt-shared.ts';
import { seatsSharing } from './shared-brains.ts';
import { tokensIn } from './tokens-in.ts';
import type { Entry, Stage } from './stage.ts';
import { isSpoken } from './transcript.ts';

/**
 * Up to which position the talk should be folded into records now, the same for all seats; null: not yet.
 * The older half goes, or as much as ends where a phase or a topic does.
 */
export function foldPoint(
  { transcript, ledger }: Pick<Stage, 'transcript' | 'ledger'>,
  budgetTokens: number,
): number | null {
  const afterSeq = ledger?.untilSeq ?? 0;
  const whole = tokensAfter(transcript, afterSeq).sum;
  if (whole < FULL_SHARE * budgetTokens) return null;
  const raw = transcript.slice(indexAfter(transcript, afterSeq));
  const latest = latestStart(raw);
  // A talk that is long already, such as a branch, is folded at once, not in halves of halves.
  const least = Math.max(whole / 2, whole - budgetTokens / 2);
  let half = 0;
  for (let folded = 0; half < latest && folded < least; half += 1) folded += tokensOf(raw[half]);
  if (half === 0) return null;
  return raw[boundaryNear(raw, half, latest) - 1]?.seq ?? null;
}

/** How much of the talk the smallest of the brains that speak here can hold; null: none has spoken yet. */
export function smallestBudget(stage: Stage, spokenBy: ReadonlyMap<string, SpokenBy>): number | null {
  const budgets = stage.conversation.seats.flatMap(({ id, presence }) => {
    const brain = spokenBy.get(id);
    if (!brain || presence === 'away') return [];
    const size = modelSize(brain);
    if (seatsSharing(stage, id, brain) !== null) return [sharedHistoryBudget(stage, size)];
    return [seatBudget(stage, id, size)];
  });
  return budgets.length === 0 ? null : Math.min(...budgets);
}

/** Records are made before a prompt is full, so that nobody has to wait for them. */
const FULL_SHARE = 0.8;
/** So many lines are always there as they were said. */
const RAW_LINES = 24;
/** So far from the middle the end of a phase or a topic is looked for, in entries; where less is folded at a time, not so far. */
const NEAR = 20;

/** Where the lines begin that must stay. */
function latestStart(entries: readonly Entry[]): number {
  const spoken = entries.flatMap((entry, at) => (isSpoken(entry) ? [at] : []));
  return spoken.at(-RAW_LINES) ?? 0;
}

function boundaryNear(entries: readonly Entry[], half: number, latest: number): number {
  const boundaries = entries
    .flatMap(({ kind, seatId }, at) => (kind === 'stage' && seatId === null ? [at] : []))
    .filter((at) => at > 0 && at <= latest && Math.abs(at - half) <= Math.min(NEAR, half / 3))
    .toSorted((a, b) => Math.abs(a - half) - Math.abs(b - half));
  return boundaries[0] ?? half;
}

const tokensAfter = tallyBy(
  (afterSeq: number) => String(afterSeq),
  () => ({ sum: 0 }),
  (tokens, entry: Entry, _, afterSeq) => {
    if (entry.seq > afterSeq) tokens.sum += tokensOf(entry);
  },
);

function tokensOf(entry: Entry | undefined): number {
  return entry === undefined ? 0 : tokensIn(`${entry.name}: ${entry.text}`);
}
