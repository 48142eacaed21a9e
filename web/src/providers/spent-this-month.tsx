import { useWords } from '../words/use-words.ts';

export interface SpentThisMonthProps {
  /** US dollars of all calls whose price is known. */
  readonly cost?: number;
  /** Calls whose price is not known. */
  readonly unpriced?: number;
}

/** What a provider cost this month; nothing while nobody knows. */
export function SpentThisMonth({ cost, unpriced = 0 }: SpentThisMonthProps) {
  const { language, providers: words } = useWords();
  if (cost === undefined) return null;
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'USD' }).format(cost);
  return (
    <p className="text-note text-muted">
      {words.spent(money)}
      {unpriced > 0 && ` ${words.unpricedToo(unpriced)}`}
    </p>
  );
}
