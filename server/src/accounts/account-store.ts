import type { Role } from '@chimera/protocol/access';
import type { AccountState } from '@chimera/protocol/admin';
import { accountStates } from '@chimera/protocol/admin';
import { roles } from '@chimera/protocol/access';
import type { Kysely, Selectable } from 'kysely';
import type { AccountTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

/** Somebody who may sign in. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly state: AccountState;
  /** Grows when role, state or password change. */
  readonly rights: number;
  /** US dollars that an admin allows a day; null: what holds for everybody. */
  readonly costPerDay: number | null;
  readonly createdAt: string;
}

/** What its owner may change without more. A password is set by the `PasswordStore`, the rest by the `UserStore`. */
export type AccountChange = { readonly [K in 'username' | 'email' | 'name']?: string | undefined };

export interface AccountStore {
  /** Null when the username or the address is taken. */
  add(account: Account, transaction?: Kysely<Schema>): Promise<Account | null>;
  find(id: string): Promise<Account | null>;
  /** By username or by e-mail address, without case. */
  findByName(name: string): Promise<Account | null>;
  /** Null when there is no such account; `'taken'` when a name or an address is. A new address voids reset links. */
  change(id: string, change: AccountChange): Promise<Account | null | 'taken'>;
  /** Whether somebody can admit others. */
  hasAdmin(transaction?: Kysely<Schema>): Promise<boolean>;
}

export function createAccountStore({ db }: Database): AccountStore {
  return {
    async add(account, transaction = db) {
      const { numInsertedOrUpdatedRows = 0n } = await transaction
        .insertInto('account')
        .values(rowOf(account))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows > 0n ? account : null;
    },
    async find(id) {
      const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? accountOf(row) : null;
    },
    async findByName(name) {
      const column = name.includes('@') ? 'email_key' : 'username_key';
      const row = await db
        .selectFrom('account')
        .selectAll()
        .where(column, '=', keyOf(name))
        .executeTakeFirst();
      return row ? accountOf(row) : null;
    },
    async change(id, { username, email, name }) {
      try {
        return await db.transaction().execute(async (transaction) => {
          const row = await transaction
            .updateTable('account')
            .set({
              // Also where nothing changes there is something to set.
              id,
              ...(username !== undefined && { username, username_key: keyOf(username) }),
              ...(email !== undefined && { email, email_key: keyOf(email) }),
              ...(name !== undefined && { name }),
            })
            .where('id', '=', id)
            .returningAll()
            .executeTakeFirst();
          if (email !== undefined) await voidResetLinks(transaction, id);
          return row ? accountOf(row) : null;
        });
      } catch (error) {
        if (isTaken(error)) return 'taken';
        throw error;
      }
    },
    async hasAdmin(transaction = db) {
      const row = await transaction
        .selectFrom('account')
        .select('id')
        .where('role', '=', 'admin')
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Links that were sent for a new password: the door that they were to open has changed. */
export async function voidResetLinks(transaction: Kysely<Schema>, accountId: string): Promise<void> {
  await transaction.deleteFrom('password_reset').where('account_id', '=', accountId).execute();
}

/** As usernames and addresses are compared. */
export function keyOf(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** Unique constraints, as SQLite and PostgreSQL (error 23505) name their breach. */
function isTaken(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'SQLITE_CONSTRAINT_UNIQUE' || error.code === '23505';
}

function rowOf(account: Account): AccountTable {
  const { id, username, email, name, passwordHash, role, state, rights, costPerDay, createdAt } = account;
  return {
    id,
    username,
    username_key: keyOf(username),
    email,
    email_key: keyOf(email),
    name,
    password_hash: passwordHash,
    role,
    state,
    rights,
    cost_per_day: costPerDay,
    created_at: createdAt,
    last_seen_at: null,
  };
}

export function accountOf(row: Selectable<AccountTable>): Account {
  return {
    id: row.id,
    username: row.username,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash,
    // What is unknown, as after a downgrade, may do the least.
    role: roles.find((role) => role === row.role) ?? 'member',
    state: accountStates.find((state) => state === row.state) ?? 'disabled',
    rights: row.rights,
    costPerDay: row.cost_per_day,
    createdAt: row.created_at,
  };
}
