import { randomUUID } from 'node:crypto';
import {
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type Transaction,
  type Updateable,
} from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

export interface NewJob {
  readonly kind: string;
  /** What it is about. Only one job of a kind runs for a subject at a time. */
  readonly subject: string;
  /** Anything that JSON can carry; of several requests that became one job, the newest counts. */
  readonly payload: unknown;
}

/** A job that this process holds. */
export interface Job extends NewJob {
  readonly id: string;
  /** Which try this is, from 1. */
  readonly attempts: number;
  readonly version: number;
  readonly claim: string;
}

export interface JobStore {
  /** Asks for work in the transaction of what it follows. A job that already waits for it serves both. */
  enqueue(transaction: Transaction<Schema>, job: NewJob): Promise<void>;
  /** Takes due jobs of these kinds, oldest first; those of a process that died come back by themselves. */
  claim(kinds: readonly string[], limit: number): Promise<Job[]>;
  /** Keeps a claim alive. */
  renew(job: Job): Promise<void>;
  /** Done: the job goes, unless it was asked for again while it ran. */
  complete(job: Job): Promise<void>;
  /** Not done: it is tried again after the milliseconds that this returns. */
  fail(job: Job, error: string): Promise<number>;
}

/** How long a claim holds without being renewed. */
export const CLAIM_MS = 60_000;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 300_000;
const ERROR_LENGTH = 2000;

export function createJobStore(database: Database): JobStore {
  const { db, kind } = database;
  return {
    async enqueue(transaction, job) {
      await transaction
        .insertInto('job')
        .values({ ...newRow(job), run_at: now[kind] })
        .onConflict((conflict) =>
          // `run_at` stays: news about something that keeps failing must not undo its back-off.
          conflict.columns(['kind', 'subject']).doUpdateSet((expression) => ({
            payload: expression.ref('excluded.payload'),
            version: expression('job.version', '+', 1),
          })),
        )
        .execute();
    },

    claim(kinds, limit) {
      return claimDue(database, kinds, limit);
    },

    async renew(job) {
      await change(db, job, { locked_until: (await database.nowMs()) + CLAIM_MS });
    },

    async complete(job) {
      const { numDeletedRows } = await db
        .deleteFrom('job')
        .where('id', '=', job.id)
        .where('locked_by', '=', job.claim)
        .where('version', '=', job.version)
        .executeTakeFirst();
      if (numDeletedRows > 0n) return;
      await change(db, job, { ...waiting, attempts: 0, last_error: null });
    },

    async fail(job, error) {
      const backoffMs = backoffOf(job.attempts);
      const run_at = (await database.nowMs()) + backoffMs;
      await change(db, job, { ...waiting, run_at, last_error: storable(error) });
      return backoffMs;
    },
  };
}

const waiting = { locked_by: null, locked_until: null } as const;

function newRow({ kind, subject, payload }: NewJob) {
  const start = { version: 1, attempts: 0, last_error: null, ...waiting };
  return { id: randomUUID(), kind, subject, payload: JSON.stringify(payload), ...start };
}

async function claimDue(database: Database, kinds: readonly string[], limit: number): Promise<Job[]> {
  if (kinds.length === 0 || limit < 1) return [];
  const at = await database.nowMs();
  const rows = await database.db
    // Materialized, so that the planner cannot run the locking select more than once.
    .with(
      (name) => name('due').materialized(),
      (query) => {
        const due = query
          .selectFrom('job')
          .select('id')
          .where('kind', 'in', kinds)
          .where('run_at', '<=', at)
          .where((is) => is.or([is('locked_until', 'is', null), is('locked_until', '<=', at)]))
          .orderBy('run_at')
          .limit(limit);
        return database.kind === 'postgres' ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable('job')
    .set((expression) => ({
      locked_by: randomUUID(),
      locked_until: at + CLAIM_MS,
      attempts: expression('attempts', '+', 1),
    }))
    .where('id', 'in', (query) => query.selectFrom('due').select('due.id'))
    .returningAll()
    .execute();
  return rows.toSorted((a, b) => a.run_at - b.run_at).map(jobOf);
}

/** Changes the row as long as the claim holds: whoever lost it changes nothing. */
async function change(db: Kysely<Schema>, job: Job, columns: Updateable<Schema['job']>): Promise<void> {
  await db
    .updateTable('job')
    .set(columns)
    .where('id', '=', job.id)
    .where('locked_by', '=', job.claim)
    .execute();
}

/** Inside the statement: asking the database beforehand would need a second connection within a transaction. */
const now: Record<Database['kind'], RawBuilder<number>> = {
  sqlite: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  postgres: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
};

function jobOf(row: Selectable<Schema['job']>): Job {
  const { id, kind, subject, attempts, version } = row;
  const payload: unknown = JSON.parse(row.payload);
  return { id, kind, subject, payload, attempts, version, claim: row.locked_by ?? '' };
}

/** PostgreSQL takes no NUL in a text, and an error may quote anything. */
function storable(error: string): string {
  return error.replaceAll('\0', '').slice(0, ERROR_LENGTH);
}

function backoffOf(attempts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(attempts - 1, 30));
}
