import { useState } from 'react';
import { Segmented } from '../ui/segmented.tsx';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { DayBars } from './day-bars.tsx';
import { DayTable } from './day-table.tsx';
import { lastDays, type DayMeasure, type DaySpent } from './last-days.ts';
import { Part } from '../ui/part.tsx';
import { moneyOf, tokensOf } from './spent-words.ts';
import { useDays } from './use-days.ts';

/** What was spent day by day: bars to see, the day under the pointer in words, and all of it as a table. */
export function DayChart({ byDay }: { readonly byDay: readonly DaySpent[] }) {
  const { costs: words } = useWords();
  const numbers = useNumbers();
  const written = useDays();
  const [nowMs] = useState(() => Date.now());
  const days = lastDays(byDay, nowMs);
  const [measure, setMeasure] = useState<DayMeasure>(() =>
    days.some(({ cost }) => cost > 0) ? 'cost' : 'tokens',
  );
  const [pointed, setPointed] = useState<DaySpent | null>(null);
  const amountOf = measure === 'cost' ? ({ cost }: DaySpent) => cost : tokensOf;
  const most = days.reduce((a, b) => (amountOf(b) > amountOf(a) ? b : a));
  const summary =
    amountOf(most) === 0
      ? words.nothingToShow[measure]
      : words.most(
          measure === 'cost' ? numbers.money(most.cost) : words.tokens(tokensOf(most)),
          written.long(most.day),
        );

  function inWords(spent: DaySpent): string {
    const parts = [
      moneyOf(spent, { words, numbers }),
      words.tokens(tokensOf(spent)),
      words.calls(spent.calls),
    ];
    return words.oneDay(written.long(spent.day), spent.calls === 0 ? [words.nothingThatDay] : parts);
  }

  return (
    <Part
      title={words.days}
      lead={<span className="tabular-nums">{pointed === null ? summary : inWords(pointed)}</span>}
      aside={
        <Segmented
          label={words.measure}
          labelHidden
          value={measure}
          options={[
            { value: 'cost', label: words.measures.cost },
            { value: 'tokens', label: words.measures.tokens },
          ]}
          onValueChange={setMeasure}
        />
      }
    >
      <DayBars
        label={`${words.days}. ${summary}`}
        days={days}
        amountOf={amountOf}
        measure={measure}
        onPoint={setPointed}
      />
      <DayTable days={days} />
    </Part>
  );
}
