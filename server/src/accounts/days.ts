/** Days and months as spending is counted: those of UTC, as ISO text, which sorts by itself. */

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first day of the month. */
export function monthStart(at: Date): string {
  return `${at.toISOString().slice(0, 7)}-01`;
}

const DAY_MS = 86_400_000;

export function daysBefore(at: Date, days: number): string {
  return dayOf(new Date(at.getTime() - days * DAY_MS));
}
