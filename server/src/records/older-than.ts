const DAY_MS = 86_400_000;

/** Whether a time is more than so many days ago; null: none is. */
export function olderThan(days: number | null, now: () => Date): (at: string) => boolean {
  if (days === null) return () => false;
  return (at) => now().getTime() - Date.parse(at) > days * DAY_MS;
}
