import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;
const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE_MS],
];

/** When something was, as people say it: "5 minutes ago", "yesterday"; after a week the date. */
export function timeAgo(atMs: number, nowMs: number, language: string): string {
  const ago = atMs - nowMs;
  if (ago < -7 * 86_400_000) {
    return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).format(atMs);
  }
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, length] of UNITS) {
    if (ago <= -length) return words.format(Math.ceil(ago / length), unit);
  }
  return words.format(0, 'minute');
}

/** A moment, with its exact time for machines and on hover. */
export function TimeAgo({ at, language }: { readonly at: string; readonly language: string }) {
  const nowMs = useNow();
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(at),
  );
  return (
    <time dateTime={at} title={exact}>
      {timeAgo(Date.parse(at), nowMs, language)}
    </time>
  );
}

/** The present, good to the minute. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
