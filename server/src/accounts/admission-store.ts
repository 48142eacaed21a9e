import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { keyOf } from './account-store.ts';

export type InTransaction = Transaction<Schema>;

/** What decides who may come and who may go: one at a time, on all nodes. */
export interface AdmissionStore {
  /** Nobody else is in here until this is committed: what it finds of accounts stays true. */
  oneByOne<T>(work: (transaction: InTransaction) => Promise<T>): Promise<T>;
  hasAccounts(transaction: InTransaction): Promise<boolean>;
  /** Whether others have accounts, and whether one of them is an admin who may come in. */
  others(id: string, transaction: InTransaction): Promise<{ some: boolean; admin: boolean }>;
  /** Those of these two that somebody else has. */
  taken(
    names: { username?: string | undefined; email?: string | undefined },
    exceptId?: string,
    transaction?: InTransaction,
  ): Promise<readonly ('username' | 'email')[]>;
}

export function createAdmissionStore({ db }: Database, turnstile: string): AdmissionStore {
  return {
    oneByOne: (work) =>
      db.transaction().execute(async (transaction) => {
        // Writing comes first: it locks the row on PostgreSQL and the whole database on SQLite.
        const { numUpdatedRows } = await transaction
          .updateTable('secret')
          .set((row) => ({ value: row.ref('value') }))
          .where('name', '=', turnstile)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) throw new Error(`There is no secret “${turnstile}” to wait at.`);
        return work(transaction);
      }),
    async hasAccounts(transaction) {
      const row = await transaction.selectFrom('account').select('id').limit(1).executeTakeFirst();
      return row !== undefined;
    },
    async others(id, transaction) {
      const rows = await transaction
        .selectFrom('account')
        .select(['role', 'state'])
        .distinct()
        .where('id', '!=', id)
        .execute();
      return {
        some: rows.length > 0,
        admin: rows.some(({ role, state }) => role === 'admin' && state === 'active'),
      };
    },
    async taken({ username, email }, exceptId = '', transaction) {
      const rows = await (transaction ?? db)
        .selectFrom('account')
        .select(['username_key', 'email_key'])
        .where('id', '!=', exceptId)
        .where((row) =>
          row.or([
            row('username_key', '=', keyOf(username ?? '')),
            row('email_key', '=', keyOf(email ?? '')),
          ]),
        )
        .execute();
      const has = (key: 'username_key' | 'email_key', name?: string) =>
        name !== undefined && rows.some((row) => row[key] === keyOf(name));
      return [
        ...(has('username_key', username) ? (['username'] as const) : []),
        ...(has('email_key', email) ? (['email'] as const) : []),
      ];
    },
  };
}
