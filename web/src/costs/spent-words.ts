import type { Spent } from '@chimera/protocol/spending';
import type { Numbers } from '../words/numbers.ts';
import type { Words } from '../words/use-words.ts';

type Writing = { readonly words: Words['costs']; readonly numbers: Pick<Numbers, 'money'> };

/** Money that is known; where no price is, that is said, for unknown is not nothing. */
export function moneyOf(
  { cost, unpriced }: Pick<Spent, 'cost' | 'unpriced'>,
  { words, numbers }: Writing,
): string {
  return cost === 0 && unpriced > 0 ? words.notKnown : numbers.money(cost);
}

/** What the money leaves out; null: nothing. */
export function unknownOf(
  { cost, unpriced }: Pick<Spent, 'cost' | 'unpriced'>,
  words: Words['costs'],
): string | null {
  if (unpriced === 0) return null;
  return cost === 0 ? words.unknown(unpriced) : words.andUnknown(unpriced);
}

export function tokensOf({ inputTokens, outputTokens }: Pick<Spent, 'inputTokens' | 'outputTokens'>): number {
  return inputTokens + outputTokens;
}
