import { type Scope, scopes } from '@chimera/protocol/access';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { ApiKeyTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { AuditNote, AuditStore } from './audit-store.ts';

/** An API key as it is stored: its hash, not the key. */
export interface StoredApiKey {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly hash: string;
  readonly last4: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
}

export interface ApiKeyStore {
  /** Oldest first. */
  list(accountId: string): Promise<StoredApiKey[]>;
  find(id: string): Promise<StoredApiKey | null>;
  /** Adds it unless its account is gone or has `limit` of them; the note is written with it. */
  add(key: StoredApiKey, limit: number, note: AuditNote): Promise<'added' | 'no-account' | 'too-many'>;
  /** Notes a use, unless one was noted after `since` already. */
  used(id: string, at: string, since: string): Promise<void>;
  /** False when there was none; the note, which may name the key, is written with it. */
  remove(
    ref: { readonly id: string; readonly accountId: string },
    noteOf: (key: StoredApiKey) => AuditNote,
  ): Promise<boolean>;
}

export function createApiKeyStore({ db, kind }: Database, audit: Pick<AuditStore, 'note'>): ApiKeyStore {
  return {
    async list(accountId) {
      const rows = await db
        .selectFrom('api_key')
        .selectAll()
        .where('account_id', '=', accountId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(keyOf);
    },
    async find(id) {
      const row = await db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? keyOf(row) : null;
    },
    add(key, limit, note) {
      return db.transaction().execute(async (transaction) => {
        const account = transaction.selectFrom('account').select('id').where('id', '=', key.accountId);
        // Under the account's lock, so that keys made at once are counted one after the other. SQLite has one writer.
        const owner = await (kind === 'postgres' ? account.forUpdate() : account).executeTakeFirst();
        if (!owner) return 'no-account';
        const { count } = await transaction
          .selectFrom('api_key')
          .select(({ fn }) => fn.countAll().as('count'))
          .where('account_id', '=', key.accountId)
          .executeTakeFirstOrThrow();
        if (Number(count) >= limit) return 'too-many';
        await transaction.insertInto('api_key').values(rowOf(key)).execute();
        await audit.note(note, transaction);
        return 'added';
      });
    },
    async used(id, at, since) {
      await db
        .updateTable('api_key')
        .set({ last_used_at: at })
        .where('id', '=', id)
        .where((row) => row.or([row('last_used_at', 'is', null), row('last_used_at', '<=', since)]))
        .execute();
    },
    remove({ id, accountId }, noteOf) {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .deleteFrom('api_key')
          .where('id', '=', id)
          .where('account_id', '=', accountId)
          .returningAll()
          .executeTakeFirst();
        if (row) await audit.note(noteOf(keyOf(row)), transaction);
        return row !== undefined;
      });
    },
  };
}

const storedScopes = z.array(z.string());

function keyOf(row: Selectable<ApiKeyTable>): StoredApiKey {
  const stored = storedScopes.parse(JSON.parse(row.scopes));
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    // What is unknown, as after a downgrade, is not granted.
    scopes: scopes.filter((scope) => stored.includes(scope)),
    hash: row.hash,
    last4: row.last4,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

function rowOf(key: StoredApiKey): ApiKeyTable {
  return {
    id: key.id,
    account_id: key.accountId,
    name: key.name,
    scopes: JSON.stringify(key.scopes),
    hash: key.hash,
    last4: key.last4,
    created_at: key.createdAt,
    last_used_at: key.lastUsedAt,
    expires_at: key.expiresAt,
  };
}
