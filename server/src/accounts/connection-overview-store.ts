import type { Database } from '../db/open-database.ts';
import { CHECK_ID, connectionOf, type StoredConnection } from './connection-store.ts';

/** What the operator may know of the connections of everybody. Nothing is written. */
export interface ConnectionOverview {
  /** Those that lead to an address that somebody gave, oldest first. */
  withAddress(): Promise<StoredConnection[]>;
  /** The sealed text that is known, as it is there; null: no server has started on this database yet. */
  sealCheck(): Promise<string | null>;
}

export function createConnectionOverview({ db }: Database): ConnectionOverview {
  return {
    async withAddress() {
      const rows = await db
        .selectFrom('connection')
        .selectAll()
        .where('base_url', 'is not', null)
        .orderBy('created_at')
        .execute();
      return rows.map(connectionOf);
    },
    async sealCheck() {
      const row = await db
        .selectFrom('seal_check')
        .select('sealed')
        .where('id', '=', CHECK_ID)
        .executeTakeFirst();
      return row?.sealed ?? null;
    },
  };
}
