import { sql } from 'kysely';
import { type Database, migrations } from './open-database.ts';

/** Which migrations a database has seen, compared with those that this Chimera knows. */
export interface SchemaState {
  /** `empty`: there is nothing yet; `newer`: a later Chimera changed it. */
  readonly kind: 'empty' | 'current' | 'older' | 'newer';
  /** The newest that it has seen. */
  readonly version: string | null;
}

/** Names of all migrations, oldest first. */
export const schemaVersions: readonly string[] = Object.keys(migrations).toSorted();

export async function schemaState(database: Database): Promise<SchemaState> {
  const seen = await seenBy(database);
  const version = seen.at(-1) ?? null;
  if (version === null) return { kind: 'empty', version };
  if (seen.some((name) => !schemaVersions.includes(name))) return { kind: 'newer', version };
  return { kind: seen.length < schemaVersions.length ? 'older' : 'current', version };
}

async function seenBy({ db, kind }: Database): Promise<string[]> {
  const { rows: tables } = await (kind === 'sqlite'
    ? sql`select 1 from sqlite_master where type = 'table' and name = 'kysely_migration'`
    : sql`select 1 where to_regclass('kysely_migration') is not null`
  ).execute(db);
  if (tables.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).toSorted();
}

/** Servers that are connected to the same PostgreSQL database, by where they come from. SQLite has one at most. */
export async function connectedServers({ db, kind }: Database, session: string): Promise<string[]> {
  if (kind === 'sqlite') return [];
  const { rows } = await sql<{ address: string }>`
    select distinct coalesce(host(client_addr), 'this machine') as address from pg_stat_activity
    where datname = current_database() and application_name = ${session} and pid <> pg_backend_pid()
    order by 1`.execute(db);
  return rows.map(({ address }) => address);
}
