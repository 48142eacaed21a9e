import type { Spending } from '@chimera/protocol/spending';

export type DaySpent = Spending['byDay'][number];
/** What the bars show of a day. */
export type DayMeasure = 'cost' | 'tokens';

/** Days that are shown. */
const DAYS = 31;
const DAY_MS = 86_400_000;

/** The last days up to today, oldest first, also those without a call. Days are those of UTC. */
export function lastDays(byDay: readonly DaySpent[], nowMs: number): readonly DaySpent[] {
  const known = new Map(byDay.map((spent) => [spent.day, spent]));
  // A clock that is behind the server's must not hide what the server knows.
  const newest = Math.max(Date.parse(dayOf(nowMs)), Date.parse(byDay.at(-1)?.day ?? dayOf(nowMs)));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = dayOf(newest - (DAYS - 1 - index) * DAY_MS);
    return known.get(day) ?? { day, ...nothing };
  });
}

const nothing = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, calls: 0, cost: 0, unpriced: 0 };

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

const STEPS = [1, 2, 4, 5, 10];

/** The number at the top of an axis: the next round one, whose half is round as well. */
export function roundTop(most: number): number {
  if (!(most > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = STEPS.find((one) => one * power >= most) ?? 10;
  // 3 × 0.1 is no round number in a computer.
  return Number((step * power).toPrecision(1));
}
