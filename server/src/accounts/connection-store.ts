import type { ConnectableKind } from '@chimera/protocol/connection';
import { connectableKindSchema } from '@chimera/protocol/connection';
import type { Database } from '../db/open-database.ts';
import type { ConnectionTable } from '../db/schema.ts';

/** A connection as it is stored: its key is sealed. */
export interface StoredConnection {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: ConnectableKind;
  readonly label: string;
  readonly baseUrl: string | null;
  readonly sealedKey: string | null;
  readonly keyLast4: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ConnectionRef {
  readonly id: string;
  readonly ownerId: string;
}

export interface ConnectionStore {
  /** Oldest first. */
  list(ownerId: string): Promise<StoredConnection[]>;
  find(ref: ConnectionRef): Promise<StoredConnection | null>;
  add(connection: StoredConnection): Promise<void>;
  /** False when it changed or went since it was read. */
  replace(connection: StoredConnection): Promise<boolean>;
  /** The same key under another seal, unless it changed since it was read. */
  reseal(connection: StoredConnection, sealedKey: string): Promise<void>;
  /** False when there was none. */
  remove(ref: ConnectionRef): Promise<boolean>;
  /** Those of all owners that have a key. */
  sealed(): Promise<StoredConnection[]>;
  /** A text that is known, sealed: what is there already, or else this one, which is kept. */
  sealCheck(sealed: () => string): Promise<string>;
  renewSealCheck(sealed: string): Promise<void>;
}

/** The one row of `seal_check`. */
export const CHECK_ID = 'master-keys';

export function createConnectionStore({ db }: Database): ConnectionStore {
  const all = () => db.selectFrom('connection').selectAll();
  return {
    async list(ownerId) {
      const rows = await all().where('owner_id', '=', ownerId).orderBy('created_at').orderBy('id').execute();
      return rows.map(connectionOf);
    },
    async find({ id, ownerId }) {
      const row = await all().where('id', '=', id).where('owner_id', '=', ownerId).executeTakeFirst();
      return row ? connectionOf(row) : null;
    },
    async add(connection) {
      await db.insertInto('connection').values(rowOf(connection)).execute();
    },
    async replace(connection) {
      const { numUpdatedRows } = await db
        .updateTable('connection')
        .set(rowOf(connection))
        .where('id', '=', connection.id)
        .where('owner_id', '=', connection.ownerId)
        .where('version', '=', connection.version - 1)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    async reseal({ id, ownerId, sealedKey: before }, sealedKey) {
      await db
        .updateTable('connection')
        .set({ sealed_key: sealedKey })
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .where('sealed_key', '=', before)
        .execute();
    },
    async remove({ id, ownerId }) {
      const { numDeletedRows } = await db
        .deleteFrom('connection')
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },
    async sealed() {
      const rows = await all().where('sealed_key', 'is not', null).execute();
      return rows.map(connectionOf);
    },
    async sealCheck(sealed) {
      await db
        .insertInto('seal_check')
        .values({ id: CHECK_ID, sealed: sealed() })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      const row = await db
        .selectFrom('seal_check')
        .select('sealed')
        .where('id', '=', CHECK_ID)
        .executeTakeFirstOrThrow();
      return row.sealed;
    },
    async renewSealCheck(sealed) {
      await db.updateTable('seal_check').set({ sealed }).where('id', '=', CHECK_ID).execute();
    },
  };
}

export function connectionOf(row: ConnectionTable): StoredConnection {
  return {
    id: row.id,
    ownerId: row.owner_id,
    kind: connectableKindSchema.parse(row.kind),
    label: row.label,
    baseUrl: row.base_url,
    sealedKey: row.sealed_key,
    keyLast4: row.key_last4,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function rowOf(connection: StoredConnection): ConnectionTable {
  return {
    id: connection.id,
    owner_id: connection.ownerId,
    kind: connection.kind,
    label: connection.label,
    base_url: connection.baseUrl,
    sealed_key: connection.sealedKey,
    key_last4: connection.keyLast4,
    version: connection.version,
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
  };
}
