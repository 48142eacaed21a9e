import { isDeepStrictEqual } from 'node:util';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import { FILL_SEARCH } from '../conversations/search-fill-store.ts';
import { type Database, migrate } from '../db/open-database.ts';
import { schemaState, schemaVersions } from '../db/schema-state.ts';
import { tablesOf } from '../db/tables.ts';
import { ChimeraError } from '../errors.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { recordJob } from '../records/record-follower.ts';
import { isKept, type Row } from './backup-format.ts';
import { type BackupContents, readBackup } from './read-backup.ts';
import { addRows, askForSearch, inEmpty, type InTransaction, requireEmpty } from './restore-store.ts';
import { type RestoredAs, restoredRow } from './restored-row.ts';

export interface RestoreParts extends RestoredAs {
  readonly database: Database;
  readonly jobs: Pick<JobStore, 'enqueue'>;
  /** Records are written here or by another node: those of what comes back, too. */
  readonly isRecorded: boolean;
}

/** Of all conversations that wait for it. */
const fillSearch = { kind: FILL_SEARCH, subject: 'all', payload: {} };

/** Rows that go into the database together. */
const BATCH_LENGTH = 50;

/**
 * Brings back what `checkBackup` has found to be whole: in one transaction, into an empty database. The tables are
 * first brought to where those of the backup were, and up to date afterwards.
 */
export async function restoreBackup(
  path: string,
  { header, tables }: BackupContents,
  parts: RestoreParts,
): Promise<void> {
  const { database } = parts;
  requireKnown(header.schema);
  const { version } = await schemaState(database);
  if (version !== null) await requireEmpty(database);
  if (version !== null && version > header.schema) throw tooNew(version, header.schema);
  if (version !== header.schema) await migrate(database, header.schema);
  await requireSameTables(database, tables);
  await inEmpty(database, async (transaction) => {
    const conversations = await addAll(path, transaction, parts);
    for (const ref of parts.isRecorded ? conversations : []) {
      await parts.jobs.enqueue(transaction, recordJob(ref));
    }
    if (await askForSearch(database, transaction)) await parts.jobs.enqueue(transaction, fillSearch);
  });
  await migrate(database);
}

/** Throws, and so undoes all, when the file is not any more what it was when it was checked. */
async function addAll(
  path: string,
  transaction: InTransaction,
  parts: RestoreParts,
): Promise<ConversationRef[]> {
  const conversations: ConversationRef[] = [];
  let batch: { readonly table: string; readonly rows: Row[] } = { table: '', rows: [] };
  const flush = () => addRows(transaction, batch.table, batch.rows);
  for await (const entry of readBackup(path)) {
    if (entry.type !== 'row') continue;
    const { table } = entry;
    const row = restoredRow(table, entry.row, parts);
    if (!row) continue;
    if (batch.table !== table || batch.rows.length >= BATCH_LENGTH) {
      await flush();
      batch = { table, rows: [] };
    }
    batch.rows.push(row);
    if (table === 'conversation') {
      conversations.push({ id: String(row['id']), ownerId: String(row['owner_id']) });
    }
  }
  await flush();
  return conversations;
}

function requireKnown(schema: string): void {
  if (schemaVersions.includes(schema)) return;
  throw new ChimeraError(
    'conflict',
    `This backup was made by a newer Chimera (its tables are at ${schema}, this one knows ${schemaVersions.at(-1)}). Restore it with that version or a later one.`,
  );
}

function tooNew(version: string, schema: string): ChimeraError {
  return new ChimeraError(
    'conflict',
    `The tables here are newer (${version}) than those of the backup (${schema}), and tables do not go back. Give a database without tables: set CHIMERA_DATA_DIR to a new directory, or DATABASE_URL to a new database. Nothing was changed.`,
  );
}

async function requireSameTables(database: Database, tables: BackupContents['tables']): Promise<void> {
  const here = (await tablesOf(database)).filter(({ name }) => isKept(name));
  const wanted = new Map(here.map(({ name, columns }) => [name, columns.toSorted()]));
  const found = new Map([...tables].map(([name, { columns }]) => [name, columns.toSorted()]));
  if (isDeepStrictEqual(wanted, found)) return;
  throw new ChimeraError(
    'conflict',
    'The tables of this backup are not those that this Chimera makes. No rows were written.',
  );
}
