/** A time to wait, as one says it. What is begun counts as whole: nobody comes back too early. */
export function durationWords(ms: number): string {
  if (ms < 2 * MINUTE_MS) return counted(Math.ceil(ms / 1000), 'second');
  if (ms < 2 * HOUR_MS) return counted(Math.ceil(ms / MINUTE_MS), 'minute');
  return counted(Math.ceil(ms / HOUR_MS), 'hour');
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
