/** What a figure must be, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Which figure, what it is called, what it must be, and what is known of people or of models. */
export type Row<Name extends string> = readonly [name: Name, label: string, must: Range, known: string];

export function range(min: number, max: number): Range {
  return { min, max };
}

/** The mean of each figure over the runs beside what it must be, with the worst of the runs. */
export function table<Name extends string>(
  runs: readonly Readonly<Record<Name, number>>[],
  rows: readonly Row<Name>[],
): { readonly rows: string; readonly isGood: boolean } {
  const lines = rows.map(([name, label, must, known]) => {
    const values = runs.map((run) => run[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const isGood = mean >= must.min && mean <= must.max;
    const spread = `${shown(Math.min(...values))} to ${shown(Math.max(...values))}`;
    const text = [
      isGood ? '  ok   ' : '  FAIL ',
      label.padEnd(32),
      shown(mean).padStart(7),
      `  (${spread})`.padEnd(20),
      `must ${shown(must.min)} to ${shown(must.max)}`.padEnd(20),
      known,
    ].join('');
    return { isGood, text: text.trimEnd() };
  });
  return { rows: lines.map(({ text }) => text).join('\n'), isGood: lines.every(({ isGood }) => isGood) };
}

function shown(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
