import type { SessionTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import { hashOf } from './random-secret.ts';

/** Of one account; those that were not used for longest end first. */
export const SESSIONS_LIMIT = 100;

export interface NewSession {
  readonly row: SessionTable;
  readonly secret: string;
  /** Of the account when its password was looked at. */
  readonly rights: number;
}

/**
 * False when the account changed since: its password may be another, or it may be out. Noting that somebody was seen
 * comes first: it locks the account until the session is there.
 */
export function beginSession(db: Database['db'], { row, secret, rights }: NewSession): Promise<boolean> {
  const { id, account_id: accountId } = row;
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('account')
      .set({ last_seen_at: row.created_at })
      .where('id', '=', accountId)
      .where('rights', '=', rights)
      .where('state', '=', 'active')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await transaction.insertInto('session').values(row).execute();
    await transaction
      .insertInto('session_secret')
      .values({ hash: hashOf(secret), session_id: id, replaced_at: null })
      .execute();
    await transaction
      .deleteFrom('session')
      .where('account_id', '=', accountId)
      .where('id', '!=', id)
      .where('id', 'not in', (kept) =>
        kept
          .selectFrom('session')
          .select('id')
          .where('account_id', '=', accountId)
          .where('id', '!=', id)
          .orderBy('last_used_at', 'desc')
          .orderBy('id')
          .limit(SESSIONS_LIMIT - 1),
      )
      .execute();
    return true;
  });
}
