/** The number in a field: null for an empty one, NaN for what is none. A comma is a decimal point to half the world. */
export function typedNumber(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? null : Number(trimmed);
}

/** Nothing, or a number above 0. */
export function isPositiveOrNone(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value > 0);
}

/** Nothing, or a whole number above 0. */
export function isWholeOrNone(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value > 0);
}
