import { useEffect, useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { Meter } from '../../ui/meter.tsx';
import { useWords } from '../../words/use-words.ts';
import { useNumbers } from '../../words/use-numbers.ts';
import { useStage } from '../stage.tsx';
import { moneyText } from './seat-meters.tsx';
import { totalsOf } from './totals.ts';

const CLOCK_MS = 5000;

/** How much of each limit this run has used; what has no limit is a number. */
export function LimitMeters() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const numbers = useNumbers();
  const conversation = useReading(store.conversation);
  const now = useClock(conversation?.state === 'running');
  if (!conversation) return null;
  const { settings } = conversation;
  const totals = totalsOf(conversation, now);
  const rows = [
    { label: words.turnsLabel, used: totals.turns, max: settings.maxTurns, show: numbers.count },
    {
      label: words.minutesLabel,
      used: Math.floor(totals.minutes),
      max: settings.maxMinutes,
      show: numbers.count,
    },
    { label: words.tokensLabel, used: totals.tokens, max: settings.maxTokens, show: numbers.count },
    {
      label: words.costLabel,
      used: totals.cost,
      text: moneyText(totals.money, words, numbers),
      max: settings.maxCost,
      show: numbers.money,
    },
  ];
  return (
    <div className="grid gap-4">
      {rows.map(({ label, used, max, show, text = show(used) }) =>
        max === undefined ? (
          <p key={label} className="flex justify-between gap-4 text-body">
            <span>{label}</span>
            <span className="text-muted tabular-nums">{text}</span>
          </p>
        ) : (
          <Meter
            key={label}
            label={label}
            value={used}
            max={max}
            valueText={words.ofLimit(text, show(max))}
          />
        ),
      )}
    </div>
  );
}

/** Minutes go on between two events. */
function useClock(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
