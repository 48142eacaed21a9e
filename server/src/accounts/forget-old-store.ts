import type { Database } from '../db/open-database.ts';

/** How long it can be read who did what. */
const AUDIT_DAYS = 400;
/** Use of a refresh token that was replaced longer ago than this is refused and ends nothing. */
const REPLACED_DAYS = 7;

const DAY_MS = 86_400_000;

/** Forgets what has ended: sessions, links that nobody used, and what is too old in the audit log. Called now and then. */
export async function forgetOld({ db }: Pick<Database, 'db'>, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  for (const table of ['session', 'password_reset', 'invite'] as const) {
    await db.deleteFrom(table).where('expires_at', '<=', daysAgo(0)).execute();
  }
  await db.deleteFrom('session_secret').where('replaced_at', '<', daysAgo(REPLACED_DAYS)).execute();
  await db.deleteFrom('audit').where('at', '<', daysAgo(AUDIT_DAYS)).execute();
}
