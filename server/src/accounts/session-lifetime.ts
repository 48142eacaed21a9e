import type { Session, SessionKind } from './session-store.ts';

const DAY_MS = 86_400_000;
/** A browser that is not used for this long is signed out; a program signs in again after it in any case. */
const IDLE_MS = 30 * DAY_MS;
/** A browser is asked again after this time, however much it is used. */
const LONGEST_MS: Readonly<Record<SessionKind, number>> = { browser: 90 * DAY_MS, token: IDLE_MS };

/** How long a browser keeps the cookie; the session itself may end before. */
export function cookieSeconds(kind: SessionKind): number {
  return LONGEST_MS[kind] / 1000;
}

/** When a session ends that is used now. */
export function renewed({ kind, createdAt }: Pick<Session, 'kind' | 'createdAt'>, now: Date): string {
  const end = Math.min(now.getTime() + IDLE_MS, Date.parse(createdAt) + LONGEST_MS[kind]);
  return new Date(end).toISOString();
}
