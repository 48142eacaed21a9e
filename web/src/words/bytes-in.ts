const STEPS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const STEP = 1000;

/** A size as people read it: "812 bytes", "34 kB". */
export function bytesIn(language: string, bytes: number): string {
  const at = Math.min(STEPS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / Math.log10(STEP)));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: STEPS[at] ?? 'byte',
    unitDisplay: at === 0 ? 'long' : 'short',
    maximumFractionDigits: at > 1 ? 1 : 0,
  }).format(bytes / STEP ** at);
}
