import { z } from 'zod';

/** First line of a backup. */
export const headerSchema = z.object({
  chimera: z.literal('backup'),
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** The newest migration that the database had seen. */
  schema: z.string(),
  database: z.enum(['sqlite', 'postgres']),
});
export type Header = z.infer<typeof headerSchema>;

/** Stands before the rows of a table. */
export const tableSchema = z.object({ table: z.string(), columns: z.array(z.string()).min(1) });

const valueSchema = z.union([z.string(), z.number(), z.null(), z.object({ base64: z.base64() })]);

/** Values in the order of the columns. */
export const rowSchema = z.array(valueSchema);

/** Last line: a file without it was cut off. */
export const endSchema = z.object({
  /** How many of each table. */
  rows: z.record(z.string(), z.number().int().nonnegative()),
  /** Of all bytes before this line. */
  sha256: z.string(),
});

/** What a column holds, the same from both databases. */
export type Value = string | number | null | Buffer;

export type Row = Readonly<Record<string, Value>>;

/**
 * Tables that are not kept: what lets somebody in for a while or once would let them in again, secrets that are made
 * anew are nobody's business, and what is made from the rest is made again. Any other table is kept.
 */
const leftOut: ReadonlyMap<string, string> = new Map([
  ['session', 'one that was ended must stay ended: everybody signs in again'],
  ['session_secret', 'belongs to a session'],
  ['ticket', 'opens a socket within seconds'],
  ['invite', 'one that was used must stay used'],
  ['password_reset', 'one that was used must stay used'],
  ['secret', 'made anew; it stands there in the clear'],
  ['idempotency', 'tells requests by one of these secrets'],
  ['record', 'tells of files in the data directory, which are written anew'],
]);

/** Tables by which talk is searched differ between databases, and are made from what was said. */
const SEARCH_TABLE = /^search_/;

export function isKept(table: string): boolean {
  return !leftOut.has(table) && !SEARCH_TABLE.test(table);
}

/** Names of those that are not kept for a reason of their own. */
export const leftOutTables: readonly string[] = [...leftOut.keys()];

export function encoded(value: unknown, column: string): z.infer<typeof valueSchema> {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
  throw new Error(`A backup cannot hold what is in ${column}.`);
}

export function decoded(value: z.infer<typeof valueSchema>): Value {
  return value !== null && typeof value === 'object' ? Buffer.from(value.base64, 'base64') : value;
}
