import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { isDeepStrictEqual } from 'node:util';
import { ChimeraError } from '../errors.ts';
import {
  decoded,
  endSchema,
  type Header,
  headerSchema,
  type Row,
  rowSchema,
  tableSchema,
} from './backup-format.ts';

/** What a backup tells, in its order. */
export type BackupEntry =
  | { readonly type: 'header'; readonly header: Header }
  | { readonly type: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly type: 'row'; readonly table: string; readonly row: Row };

/** What is in a backup. */
export interface BackupContents {
  readonly header: Header;
  readonly tables: ReadonlyMap<string, { readonly columns: readonly string[]; readonly rows: number }>;
}

/** Reads a whole backup without keeping it: throws when it is cut off or not as it was written. */
export async function checkBackup(
  path: string,
  look: (table: string, row: Row) => void = () => undefined,
): Promise<BackupContents> {
  const tables = new Map<string, { columns: readonly string[]; rows: number }>();
  let header: Header | null = null;
  for await (const entry of readBackup(path)) {
    if (entry.type === 'header') header = entry.header;
    else if (entry.type === 'table') tables.set(entry.table, { columns: entry.columns, rows: 0 });
    else {
      const known = tables.get(entry.table);
      if (known) known.rows += 1;
      look(entry.table, entry.row);
    }
  }
  if (!header) throw refused('It is empty.');
  return { header, tables };
}

/** Its entries as they come. Only who has read to the end without an error knows that they are what was written. */
export async function* readBackup(path: string): AsyncGenerator<BackupEntry> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  let table: { readonly name: string; readonly columns: readonly string[] } | null = null;
  let number = 0;
  let isAtEnd = false;
  for await (const line of linesOf(path)) {
    number += 1;
    if (isAtEnd) throw refused('Something follows its end.');
    const value = parsed(line, number);
    if (number === 1) {
      yield { type: 'header', header: headerOf(value) };
    } else if (Array.isArray(value)) {
      if (!table) throw refused(`Line ${number} is a row of no table.`);
      yield { type: 'row', table: table.name, row: rowOf(table.columns, value, number) };
      counts[table.name] = (counts[table.name] ?? 0) + 1;
    } else {
      const start = tableSchema.safeParse(value);
      if (start.success) {
        table = { name: start.data.table, columns: start.data.columns };
        counts[table.name] = 0;
        yield { type: 'table', table: table.name, columns: table.columns };
      } else {
        requireEnd(value, { number, counts, sha256: hash.copy().digest('hex') });
        isAtEnd = true;
      }
    }
    hash.update(line).update('\n');
  }
  if (!isAtEnd) throw refused('It ends too early: it was cut off.');
}

function headerOf(value: unknown): Header {
  const { success, data } = headerSchema.safeParse(value);
  if (!success) throw refused('Its first line is not that of a backup.');
  return data;
}

function rowOf(columns: readonly string[], value: unknown, number: number): Row {
  const { success, data } = rowSchema.safeParse(value);
  if (!success || data.length !== columns.length) throw refused(`Line ${number} is not a row.`);
  return Object.fromEntries(columns.map((column, index) => [column, decoded(data[index] ?? null)]));
}

function requireEnd(
  value: unknown,
  found: { readonly number: number; readonly counts: Record<string, number>; readonly sha256: string },
): void {
  const { success, data: end } = endSchema.safeParse(value);
  if (!success) throw refused(`Line ${found.number} is nothing that a backup has.`);
  if (end.sha256 !== found.sha256 || !isDeepStrictEqual(end.rows, found.counts)) {
    throw refused('Its contents are not those that were written: it was damaged or changed.');
  }
}

function parsed(line: Buffer, number: number): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (cause) {
    throw refused(`Line ${number} cannot be read.`, cause);
  }
}

const NEWLINE = 0x0a;

/** Lines without their ends. Only a line feed ends one: JSON may hold any other separator as it is. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of bytesOf(path)) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, to)]);
      begun = [];
      from = to + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) throw refused('It ends too early: it was cut off.');
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of file.pipe(gunzip)) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') throw refused('There is no such file.', cause);
    if (code === 'Z_BUF_ERROR') throw refused('It ends too early: it was cut off.', cause);
    if (code === 'Z_DATA_ERROR') throw refused('It is no backup, or it was damaged.', cause);
    throw cause;
  } finally {
    file.destroy();
  }
}

function refused(why: string, cause?: unknown): ChimeraError {
  return new ChimeraError('invalid-request', `This backup cannot be used. ${why}`, { cause });
}
