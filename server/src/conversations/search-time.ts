/**
 * Times beyond are taken for this one, in the year 2109: with the ids of its milliseconds, and of some after it for
 * what has no room in them, it fits into a whole number.
 */
const LAST_MS = 2 ** 42 - 2 ** 20;
/** As many lines have a place of their own in one millisecond. */
export const IDS_IN_MS = 2048;

/** When a line was said, as search counts it. */
export function searchedMs(at: string): number {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LAST_MS);
}

/** On SQLite the id of a line is made from its time, so that going through ids is going through time. */
export function firstIdAt(ms: number): number {
  return ms * IDS_IN_MS;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** From which millisecond on, and before which one. */
export function spanOf({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): { readonly fromMs: number; readonly untilMs: number } {
  const untilMs = to === undefined ? LAST_MS + 1 : searchedMs(to) + (DAY.test(to) ? DAY_MS : 0);
  return { fromMs: from === undefined ? 0 : searchedMs(from), untilMs };
}
