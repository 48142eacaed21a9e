import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { type Database, openDatabase } from '../src/db/open-database.ts';

/** A migrated, empty database of its own. */
export interface OpenTestDatabase {
  readonly database: Database;
  /** What `openDatabase` and `startApp` take: a second opening sees the same rows, like another node or a restart. */
  readonly url: string | null;
  readonly dataDir: string;
  readonly close: () => Promise<void>;
}

export interface TestDatabase {
  readonly name: 'sqlite' | 'postgres';
  readonly open: () => Promise<OpenTestDatabase>;
}

const serverUrl = process.env['TEST_DATABASE_URL'];

/**
 * The databases that a store test runs on: `describe.each(testDatabases)('… on $name', …)`.
 * PostgreSQL is among them where TEST_DATABASE_URL names a server, as it always does in `make test`.
 */
export const testDatabases: readonly TestDatabase[] = [
  { name: 'sqlite', open: openTestSqlite },
  ...(serverUrl ? [{ name: 'postgres' as const, open: async () => await openTestPostgres(serverUrl) }] : []),
];

async function openTestSqlite(): Promise<OpenTestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  const database = await openDatabase({ url: null, dataDir });
  // Nothing here has to survive a power cut.
  await sql`pragma synchronous = off`.execute(database.db);
  return {
    database,
    url: null,
    dataDir,
    close: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openTestPostgres(server: string): Promise<OpenTestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  const name = `chimera_test_${process.env['VITEST_POOL_ID'] ?? '0'}_${randomBytes(6).toString('hex')}`;
  await copyOfTemplate(server, name);
  const url = urlOf(server, name);
  const database = await openDatabase({ url, dataDir });
  return {
    database,
    url,
    dataDir,
    close: async () => {
      await database.close();
      await onServer(server, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Copying a migrated template takes milliseconds; the first test of a run makes it. */
async function copyOfTemplate(server: string, name: string): Promise<void> {
  const template = `chimera_template_${migrationsHash()}`;
  await onServer(server, async (client) => {
    // Test files run in parallel: one at a time looks for, makes and copies the template.
    await client.query(`select pg_advisory_lock(hashtext('${template}'))`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(server, client, template);
    await client.query(`create database ${name} template ${template}`);
  });
}

async function makeTemplate(server: string, client: Client, template: string): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft}`);
  const database = await openDatabase({ url: urlOf(server, draft), dataDir: tmpdir() });
  await database.close();
  // Only a complete template gets the name that others look for.
  await client.query(`alter database ${draft} rename to ${template}`);
}

async function onServer(server: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** A server that is kept between runs makes a new template when a migration changes. */
function migrationsHash(): string {
  const folder = new URL('../src/db/migrations/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).toSorted()) hash.update(readFileSync(new URL(file, folder)));
  return hash.digest('hex').slice(0, 12);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
