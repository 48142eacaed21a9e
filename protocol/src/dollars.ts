const format = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 6,
});

/** US dollars in a sentence: cents, and more decimals only where there are any. */
export function dollars(amount: number): string {
  return format.format(amount);
}
