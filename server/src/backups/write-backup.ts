import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Database } from '../db/open-database.ts';
import { schemaState } from '../db/schema-state.ts';
import { type Table, tablesOf } from '../db/tables.ts';
import { ChimeraError } from '../errors.ts';
import { encoded, type Header, isKept } from './backup-format.ts';
import { type BackupContents, checkBackup } from './read-backup.ts';
import { inSnapshot, rowsOf } from './snapshot-store.ts';

const PIECE_LENGTH = 65_536;

/** Writes a backup, reads it again from the disk, and only then gives it its name. */
export async function writeBackupFile(database: Database, path: string, now: Date): Promise<BackupContents> {
  const draft = `${path}.part`;
  try {
    const file = await open(draft, 'wx', 0o600);
    await writeBackup(database, file.createWriteStream({ flush: true }), now);
    const contents = await checkBackup(draft);
    await rename(draft, path);
    return contents;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new ChimeraError(
        'conflict',
        `${draft} is there: another backup is under way, or one was cut off. Remove it first.`,
      );
    }
    await rm(draft, { force: true });
    throw error;
  }
}

/** JSON Lines, compressed: a header, the rows of each table as they are at one moment, and an end that proves them. */
export async function writeBackup(database: Database, to: Writable, now: Date): Promise<void> {
  const { version } = await schemaState(database);
  const header: Header = {
    chimera: 'backup',
    format: 1,
    madeAt: now.toISOString(),
    schema: version ?? '',
    database: database.kind,
  };
  const tables = (await tablesOf(database)).filter(({ name }) => isKept(name));
  await inSnapshot(database, (snapshot) =>
    pipeline(
      Readable.from(
        proven(header, tables, (table) => rowsOf(snapshot, table)),
        { objectMode: false },
      ),
      createGzip(),
      to,
    ),
  );
}

/** The lines in pieces worth a write each, and behind them what they are told by. */
async function* proven(
  header: Header,
  tables: readonly Table[],
  rows: (table: Table) => AsyncIterable<Readonly<Record<string, unknown>>>,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  for await (const piece of pieces(lines())) {
    hash.update(piece);
    yield piece;
  }
  yield lineOf({ rows: counts, sha256: hash.digest('hex') });

  async function* lines(): AsyncGenerator<Buffer> {
    yield lineOf(header);
    for (const { name: table, columns, key } of tables) {
      yield lineOf({ table, columns });
      let count = 0;
      for await (const row of rows({ name: table, columns, key })) {
        yield lineOf(columns.map((column) => encoded(row[column], `${table}.${column}`)));
        count += 1;
      }
      counts[table] = count;
    }
  }
}

async function* pieces(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let length = 0;
  for await (const line of lines) {
    waiting.push(line);
    length += line.length;
    if (length < PIECE_LENGTH) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  yield Buffer.concat(waiting);
}

function lineOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
