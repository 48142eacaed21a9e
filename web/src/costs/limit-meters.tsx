import type { Spending } from '@chimera/protocol/spending';
import { Banner } from '../ui/banner.tsx';
import { Meter } from '../ui/meter.tsx';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { tokensOf } from './spent-words.ts';

/** How near each limit is, and what it means that one is reached. */
export function LimitMeters({ spending }: { readonly spending: Spending }) {
  const { costs: words } = useWords();
  const { money, count } = useNumbers();
  const { today, month, limits, operatorCostPerDay } = spending;
  const rows = [
    {
      label: words.moneyToday,
      used: today.cost,
      max: limits.costPerDay,
      show: money,
      reached: words.reachedDay,
    },
    {
      label: words.serverToday,
      used: today.cost,
      max: operatorCostPerDay,
      show: money,
      reached: words.reachedServer,
    },
    {
      label: words.moneyMonth,
      used: month.cost,
      max: limits.costPerMonth,
      show: money,
      reached: words.reachedMonth,
    },
    {
      label: words.tokensToday,
      used: tokensOf(today),
      max: limits.tokensPerDay,
      show: count,
      reached: words.reachedDay,
    },
  ].flatMap(({ max, ...row }) => (max === undefined ? [] : [{ ...row, max }]));
  const reached = new Set(rows.filter(({ used, max }) => used >= max).map((row) => row.reached));
  if (rows.length === 0) return <p className="mb-6 text-body text-muted">{words.noLimits}</p>;
  return (
    <div className="mb-6 grid gap-4">
      {[...reached].map((text) => (
        <Banner key={text} tone="warning">
          {text}
        </Banner>
      ))}
      {rows.map(({ label, used, max, show }) => (
        <Meter
          key={label}
          label={label}
          value={used}
          max={max}
          valueText={words.ofLimit(show(used), show(max))}
        />
      ))}
    </div>
  );
}
