import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import type { DaySpent } from './last-days.ts';
import { moneyOf, tokensOf } from './spent-words.ts';
import { useDays } from './use-days.ts';

/** The days with anything in them, newest first, for whoever wants the numbers. */
export function DayTable({ days }: { readonly days: readonly DaySpent[] }) {
  const { costs: words } = useWords();
  const numbers = useNumbers();
  const written = useDays();
  const used = days.filter(({ calls }) => calls > 0).toReversed();
  if (used.length === 0) return null;
  const columns = [words.money, words.tokensColumn, words.callsColumn];
  return (
    <details className="mt-2 text-body">
      <summary className="control-height inline-flex cursor-pointer items-center rounded-card text-muted underline decoration-line-strong underline-offset-4 hover:text-ink">
        {words.asTable}
      </summary>
      <table className="mt-2 w-full max-w-xl tabular-nums">
        <caption className="sr-only">{words.days}</caption>
        <thead>
          <tr className="border-b border-line text-left text-muted">
            <th scope="col" className="py-1.5 font-normal">
              {words.day}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className="py-1.5 pl-4 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {used.map((day) => (
            <tr key={day.day} className="border-b border-line">
              <th scope="row" className="py-1.5 text-left font-normal">
                {written.long(day.day)}
              </th>
              {[moneyOf(day, { words, numbers }), numbers.count(tokensOf(day)), numbers.count(day.calls)].map(
                (text, index) => (
                  <td key={columns[index]} className="py-1.5 pl-4 text-right">
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
