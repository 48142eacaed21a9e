import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import type { Table } from '../db/tables.ts';

/** Rows that are in memory at a time. */
const PAGE_LENGTH = 100;

/** The database as it is at one moment, whatever is written meanwhile; nobody waits for whoever reads. */
export function inSnapshot<T>({ db }: Database, work: (snapshot: Kysely<Schema>) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      // The moment is that of the first query.
      await transaction.selectFrom('conversation').select('id').limit(1).execute();
      return work(transaction);
    });
}

/** All rows of a table, in the order of its key. */
export async function* rowsOf(
  snapshot: Kysely<Schema>,
  { name, columns, key }: Table,
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  if (key.length === 0)
    throw new Error(`The table ${name} has no primary key, so it cannot be read in pages.`);
  const keys = sql.join(key.map((column) => sql.ref(column)));
  let after: readonly unknown[] | null = null;
  for (;;) {
    const where = after ? sql`where (${keys}) > (${sql.join(after)})` : sql``;
    const page: { rows: Record<string, unknown>[] } = await sql<Record<string, unknown>>`
      select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(name)}
      ${where} order by ${keys} limit ${PAGE_LENGTH}`.execute(snapshot);
    yield* page.rows;
    const last = page.rows.at(-1);
    if (!last || page.rows.length < PAGE_LENGTH) return;
    after = key.map((column) => last[column]);
  }
}
