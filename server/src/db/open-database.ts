import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, type KyselyConfig, type LogEvent, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Pool, types } from 'pg';
import { ChimeraError } from '../errors.ts';
import * as first from './migrations/0001-first.ts';
import * as prompts from './migrations/0002-prompts.ts';
import * as ledger from './migrations/0003-ledger.ts';
import * as connections from './migrations/0004-connections.ts';
import * as accounts from './migrations/0007-accounts.ts';
import * as secret from './migrations/0006-secret.ts';
import * as spending from './migrations/0005-spending.ts';
import * as personas from './migrations/0008-personas.ts';
import * as search from './migrations/0009-search.ts';
import type { Schema } from './schema.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly db: Kysely<Schema>;
  /** For reading what takes long, so that nobody who writes waits for it: on SQLite a thread of its own. */
  readonly readers: Kysely<Schema>;
  /** Milliseconds since 1970 by the database's clock, the only one that leases trust. */
  readonly nowMs: () => Promise<number>;
  /** Connections to the server; null for SQLite, which has none. */
  readonly pool: (() => PoolUse) | null;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface PoolUse {
  readonly active: number;
  readonly idle: number;
  /** Who waits for a connection. */
  readonly waiting: number;
}

/** A statement that was run. */
export interface QueryRun {
  readonly operation: 'select' | 'insert' | 'update' | 'delete' | 'other';
  readonly tookMs: number;
  readonly hasFailed: boolean;
}

export type OnQuery = (run: QueryRun) => void;

/** In the order in which they run. */
export const migrations = {
  '0001-first': first,
  '0002-prompts': prompts,
  '0003-ledger': ledger,
  '0004-connections': connections,
  '0005-spending': spending,
  '0006-secret': secret,
  '0007-accounts': accounts,
  '0008-personas': personas,
  '0009-search': search,
};

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 10_000;
/** How PostgreSQL tells servers from whoever else is connected to their database. */
export const SERVER_SESSION = 'chimera';

/** Opens PostgreSQL at `url`, or SQLite in the data directory when there is none, and brings its tables up to date. */
export async function openDatabase(options: ConnectionOptions): Promise<Database> {
  const database = connectDatabase(options);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

export interface ConnectionOptions {
  readonly url: string | null;
  readonly dataDir: string;
  /** What PostgreSQL calls the session; absent: a server's. */
  readonly session?: string;
  readonly onQuery?: OnQuery;
}

/** The same with its tables as they are, for whoever has to look before anything changes. */
export function connectDatabase(options: ConnectionOptions): Database {
  const { url, dataDir, session = SERVER_SESSION, onQuery } = options;
  const log = onQuery ? { log: (event: LogEvent) => onQuery(runOf(event)) } : {};
  return url === null ? openSqlite(dataDir, log) : openPostgres(url, session, log);
}

type Logging = Pick<KyselyConfig, 'log'>;

function openSqlite(dataDir: string, log: Logging): Database {
  const isInMemory = dataDir === ':memory:';
  if (!isInMemory) mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = isInMemory ? dataDir : join(dataDir, 'chimera.sqlite');
  const open = (isReadOnly: boolean) =>
    new Kysely<Schema>({ dialect: sqliteDialect({ file, isReadOnly }), ...log });
  const db = open(false);
  const readers = isInMemory ? db : open(true);
  return {
    kind: 'sqlite',
    db,
    readers,
    pool: null,
    nowMs: async () => Date.now(),
    ping: () => ping(db),
    close: async () => {
      await Promise.all([db.destroy(), readers.destroy()]);
    },
  };
}

function openPostgres(url: string, session: string, log: Logging): Database {
  const pool = new Pool({
    connectionString: url,
    application_name: session,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks is replaced by the pool, and whoever uses it is told by the query: without a listener
  // either would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), ...log });
  return {
    kind: 'postgres',
    db,
    readers: db,
    pool: () => ({
      active: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    nowMs: async () => {
      const { rows } = await pool.query<{ now: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
      );
      return rows[0]?.now ?? Date.now();
    },
    ping: () => ping(db),
    close: () => db.destroy(),
  };
}

const operations: Readonly<Record<string, QueryRun['operation']>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
};

function runOf({ level, query, queryDurationMillis }: LogEvent): QueryRun {
  const operation = operations[query.query.kind] ?? 'other';
  return { operation, tookMs: queryDurationMillis, hasFailed: level === 'error' };
}

async function ping(db: Kysely<Schema>): Promise<void> {
  await sql`select 1`.execute(db);
}

/** Brings the tables up to date, or up to the migration of this name. */
export async function migrate({ db }: Pick<Database, 'db'>, upTo?: string): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results = [] } = await (upTo === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(upTo));
  if (error) {
    throw new ChimeraError(
      'unavailable',
      `The database could not be brought up to date: ${error instanceof Error ? error.message : 'it said nothing'}`,
      { cause: error },
    );
  }
  return results.map(({ migrationName }) => migrationName);
}
