import { isPositiveOrNone, typedNumber } from '../ui/typed-number.ts';

/** US dollars; the server takes no more. */
const MOST_DOLLARS = 1_000_000;

/** A daily limit as somebody typed it: null for none, or what is wrong. */
export type TypedLimit =
  | { readonly value: number | null }
  | { readonly problem: 'moneyWrong' | 'moneyTooMuch' };

export function typedLimit(text: string): TypedLimit {
  const value = typedNumber(text);
  if (!isPositiveOrNone(value)) return { problem: 'moneyWrong' };
  if (value !== null && value > MOST_DOLLARS) return { problem: 'moneyTooMuch' };
  return { value };
}
