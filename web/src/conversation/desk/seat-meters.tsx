import { useReading } from '../../live/use-reading.ts';
import { useWords, type Words } from '../../words/use-words.ts';
import type { Numbers } from '../../words/numbers.ts';
import { useNumbers } from '../../words/use-numbers.ts';
import { useStage } from '../stage.tsx';
import { type SeatUsage, usageOfSeats } from './seat-usage.ts';

/** What each seat has used, as it goes. */
export function SeatMeters() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const numbers = useNumbers();
  const conversation = useReading(store.conversation);
  const rows = conversation ? usageOfSeats(conversation) : [];
  if (rows.length === 0) return null;
  return (
    <section aria-label={words.bySeat} className="grid gap-2">
      <h3 className="text-note text-muted">{words.bySeat}</h3>
      <dl className="grid gap-2 text-body">
        {rows.map((row) => (
          <div key={row.seatId} className="flex justify-between gap-4">
            <dt>{row.name ?? words.whoLeft}</dt>
            <dd className="text-right text-muted tabular-nums">
              {words.seatUsage(row.tokens, moneyText(row, words, numbers))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** What is unknown is said, for it is not nothing. */
export function moneyText(
  { cost, unpriced, estimated }: Pick<SeatUsage, 'cost' | 'unpriced' | 'estimated'>,
  words: Words['conversation'],
  { money }: Pick<Numbers, 'money'>,
): string {
  if (cost === null) return words.priceUnknown;
  const text = estimated && cost > 0 ? words.aboutMoney(money(cost)) : money(cost);
  return unpriced ? words.andUnknown(text) : text;
}
