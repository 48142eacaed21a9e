import type { Kysely } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { type Account, voidResetLinks } from './account-store.ts';
import type { AuditNote, AuditStore } from './audit-store.ts';
import type { SessionStore } from './session-store.ts';

export interface PasswordStore {
  /**
   * Sets it, ends all sessions but the kept one, and writes down what `noteOf` says of so many that ended: all of
   * it or nothing. False when the account changed since it was read, as by another new password.
   */
  change(
    account: Pick<Account, 'id' | 'rights'>,
    wanted: { readonly passwordHash: string; readonly keptSession: string | null },
    noteOf: (ended: number) => AuditNote,
  ): Promise<boolean>;
}

interface Parts {
  readonly sessions: Pick<SessionStore, 'endAll'>;
  readonly audit: Pick<AuditStore, 'note'>;
}

export function createPasswordStore({ db }: Database, { sessions, audit }: Parts): PasswordStore {
  return {
    change: ({ id, rights }, { passwordHash, keptSession }, noteOf) =>
      db.transaction().execute(async (transaction) => {
        if (!(await setPassword(transaction, { id, rights }, passwordHash))) return false;
        await audit.note(noteOf(await sessions.endAll(id, keptSession, transaction)), transaction);
        return true;
      }),
  };
}

/**
 * In the transaction of what allows it. Rights grow, so that whoever is in is looked at again, and links that were
 * sent before are void. False when the rights are not those any more.
 */
export async function setPassword(
  transaction: Kysely<Schema>,
  { id, rights }: Pick<Account, 'id' | 'rights'>,
  passwordHash: string,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('account')
    .set({ password_hash: passwordHash, rights: rights + 1 })
    .where('id', '=', id)
    .where('rights', '=', rights)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await voidResetLinks(transaction, id);
  return true;
}
