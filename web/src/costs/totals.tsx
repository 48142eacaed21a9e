import type { Spending, Spent } from '@chimera/protocol/spending';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { Figure } from './figure.tsx';
import { moneyOf, tokensOf, unknownOf } from './spent-words.ts';

/** Today and this month: money, and what it was for. */
export function Totals({ spending }: { readonly spending: Pick<Spending, 'today' | 'month'> }) {
  const { costs: words } = useWords();
  return (
    <dl className="mb-6 grid grid-cols-2 gap-6">
      <Total label={words.today} spent={spending.today} />
      <Total label={words.month} spent={spending.month} />
    </dl>
  );
}

function Total({ label, spent }: { readonly label: string; readonly spent: Spent }) {
  const { costs: words } = useWords();
  const numbers = useNumbers();
  const unknown = unknownOf(spent, words);
  return (
    <Figure label={label} value={moneyOf(spent, { words, numbers })}>
      {unknown !== null && <p className="text-ink">{unknown}</p>}
      <p>{words.tokens(tokensOf(spent))}</p>
      <p>{words.calls(spent.calls)}</p>
    </Figure>
  );
}
