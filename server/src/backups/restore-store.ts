import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { tablesOf } from '../db/tables.ts';
import { ChimeraError } from '../errors.ts';
import { isKept, type Row } from './backup-format.ts';

/** Written by a server that has started once and kept nothing yet. */
const madeAtStart: ReadonlySet<string> = new Set(['seal_check']);

export type InTransaction = Transaction<Schema>;

/** Throws when somebody keeps something here already. */
export async function requireEmpty(database: Database, db: Kysely<Schema> = database.db): Promise<void> {
  for (const { name } of await tablesOf({ ...database, db })) {
    if (!isKept(name) || madeAtStart.has(name)) continue;
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
    if (rows.length === 0) continue;
    throw new ChimeraError(
      'conflict',
      `A backup is restored into an empty instance only, and this one has something in its table “${name}”. Set CHIMERA_DATA_DIR to a new directory, or DATABASE_URL to a new database. Nothing was changed.`,
    );
  }
}

/** All of it or nothing, into a database that is still empty. */
export function inEmpty<T>(database: Database, work: (transaction: InTransaction) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(async (transaction) => {
    // Of two who restore at once the second one finds that it is not empty any more.
    if (database.kind === 'postgres') {
      await sql`select pg_advisory_xact_lock(hashtext('chimera restore'))`.execute(transaction);
    }
    await requireEmpty(database, transaction);
    for (const name of madeAtStart) await sql`delete from ${sql.table(name)}`.execute(transaction);
    return work(transaction);
  });
}

/** Adds rows of one table, all with the same columns. */
export async function addRows(
  transaction: InTransaction,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values ${sql.join(values)}`.execute(transaction);
}

const BACKLOG = 'search_backlog';

/** What was said is made searchable by a job, as when search is new. False where talk is not searched. */
export async function askForSearch(database: Database, transaction: InTransaction): Promise<boolean> {
  const tables = await tablesOf({ ...database, db: transaction });
  if (!tables.some(({ name }) => name === BACKLOG)) return false;
  await sql`insert into ${sql.table(BACKLOG)} (conversation_id, owner_id, updated_at)
    select id, owner_id, updated_at from conversation`.execute(transaction);
  return true;
}
