import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';

export interface SpentThisMonthProps {
  /** US dollars of all calls whose price is known. */
  readonly cost?: number;
  /** Calls whose price is not known. */
  readonly unpriced?: number;
}

/** What a provider cost this month; nothing while nobody knows. */
export function SpentThisMonth({ cost, unpriced = 0 }: SpentThisMonthProps) {
  const { providers: words } = useWords();
  const { money } = useNumbers();
  if (cost === undefined) return null;
  // Unknown is not nothing.
  const isUnknown = cost === 0 && unpriced > 0;
  return (
    <p className="text-note text-muted">
      {isUnknown ? words.spentUnknown(unpriced) : words.spent(money(cost))}
      {unpriced > 0 && !isUnknown && ` ${words.unpricedToo(unpriced)}`}
    </p>
  );
}
