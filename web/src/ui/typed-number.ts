/** "1,234" and "1,234.5": commas between groups of three. "0,125" has no such group: there the comma is a point. */
const GROUPED = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/**
 * The number in a field: null for an empty one, NaN for what is none. A comma is a decimal point to half the world,
 * unless it parts thousands.
 */
export function typedNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return Number(GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed.replace(',', '.'));
}

/** As `typedNumber`, in a field for whole numbers: "500.000" might mean 500 or 500,000, and is refused. */
export function typedWhole(text: string): number | null {
  return /\./.test(text) ? Number.NaN : typedNumber(text);
}

/** Nothing, or a number above 0. */
export function isPositiveOrNone(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value > 0);
}

/** Nothing, or a whole number above 0. */
export function isWholeOrNone(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value > 0);
}
