import { sql } from 'kysely';
import type { Database } from './open-database.ts';

/** What a PostgreSQL server says of itself. */
export interface PostgresFacts {
  /** As it counts: 140012 is 14.12. */
  readonly version: number;
  readonly encoding: string;
  readonly connectionsLimit: number;
}

/** Null on SQLite. */
export async function postgresFacts({ db, kind }: Database): Promise<PostgresFacts | null> {
  if (kind === 'sqlite') return null;
  const { rows } = await sql<PostgresFacts>`
    select current_setting('server_version_num')::int as version,
      pg_encoding_to_char(encoding) as encoding,
      current_setting('max_connections')::int as "connectionsLimit"
    from pg_database where datname = current_database()`.execute(db);
  return rows[0] ?? null;
}
