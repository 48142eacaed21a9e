import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import { connectDatabase, type Database } from '../db/open-database.ts';
import { schemaState } from '../db/schema-state.ts';
import { ChimeraError } from '../errors.ts';
import { EXIT_CONFIG, Refusal } from './command.ts';

/** How PostgreSQL calls the sessions of commands. */
const COMMAND_SESSION = 'chimera-command';

/** The configuration, as the server reads it. */
export function configured(): Config {
  try {
    return readConfig();
  } catch (cause) {
    if (!(cause instanceof ChimeraError)) throw cause;
    throw new Refusal(cause.message, { exitCode: EXIT_CONFIG, cause });
  }
}

type Place = Pick<Config, 'databaseUrl' | 'dataDir'>;

/** The database with its tables as they are; nothing is made or changed. */
export async function withDatabase<T>(
  place: Place,
  /** `any`: also one whose tables are not up to date. */
  wanted: 'current' | 'any',
  work: (database: Database) => Promise<T>,
): Promise<T> {
  if (!hasDatabase(place)) {
    throw new Refusal(
      `There is no database in ${place.dataDir}. Is CHIMERA_DATA_DIR right? It counts from the working directory.`,
    );
  }
  return withConnection(place, async (database) => {
    await requireTables(database, wanted, place);
    return work(database);
  });
}

/** Whether there is something to open; SQLite would make it. */
export function hasDatabase({ databaseUrl, dataDir }: Place): boolean {
  return databaseUrl !== null || existsSync(join(dataDir, 'chimera.sqlite'));
}

/** A database that may be empty. */
export async function withConnection<T>(
  { databaseUrl, dataDir }: Place,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = connectDatabase({ url: databaseUrl, dataDir, session: COMMAND_SESSION });
  try {
    try {
      await database.ping();
    } catch (cause) {
      throw new Refusal(
        `${nameOf({ databaseUrl, dataDir })} cannot be reached: ${reasonOf(cause)}. Is it running, and is DATABASE_URL right?`,
        { cause },
      );
    }
    return await work(database);
  } finally {
    await database.close();
  }
}

async function requireTables(database: Database, wanted: 'current' | 'any', place: Place): Promise<void> {
  const { kind, version } = await schemaState(database);
  if (kind === 'empty') throw new Refusal(`${nameOf(place)} has no tables of Chimera yet.`);
  if (wanted === 'any' || kind === 'current') return;
  throw new Refusal(
    kind === 'older'
      ? `The tables are those of an older Chimera (${version}). Run chimera migrate first.`
      : `The tables are those of a newer Chimera (${version}). Use that version.`,
  );
}

/** Where the data is, without the password. */
export function nameOf({ databaseUrl, dataDir }: Place): string {
  if (databaseUrl === null) return `The SQLite database in ${dataDir}`;
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${hostname}:${port || '5432'}${pathname}`;
}

/** The words of an error; those that stand for several attempts have none of their own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
