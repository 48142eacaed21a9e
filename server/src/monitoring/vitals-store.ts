import { sql } from 'kysely';
import type { Database } from '../db/open-database.ts';

/** How the whole instance does, whichever node is asked. */
export interface Vitals {
  /** Conversations that play. */
  readonly playing: number;
  /** When the one that was silent for longest last wrote into its log; null: none plays. */
  readonly silentSince: string | null;
  readonly jobs: { readonly waiting: number; readonly failing: number };
  /** By how many milliseconds the job that is due for longest is late; 0: none is. */
  readonly overdueMs: number;
  readonly databaseBytes: number;
}

export interface VitalsStore {
  vitals(): Promise<Vitals>;
}

export function createVitalsStore(database: Database): VitalsStore {
  const { db } = database;
  return {
    async vitals() {
      const now = await database.nowMs();
      const [talk, jobs, databaseBytes] = await Promise.all([
        db
          .selectFrom('conversation')
          .select(({ fn }) => [fn.countAll<number>().as('playing'), fn.min('updated_at').as('silentSince')])
          .where('state', '=', 'running')
          .executeTakeFirstOrThrow(),
        db
          .selectFrom('job')
          .select(({ fn, eb }) => [
            fn.countAll<number>().as('all'),
            fn.count<number>('last_error').as('failing'),
            fn
              .min('run_at')
              .filterWhere(eb.or([eb('locked_until', 'is', null), eb('locked_until', '<=', now)]))
              .as('oldest'),
          ])
          .executeTakeFirstOrThrow(),
        sizeOf(database),
      ]);
      const { all, failing, oldest } = jobs;
      return {
        playing: talk.playing,
        silentSince: talk.silentSince,
        jobs: { waiting: all - failing, failing },
        overdueMs: oldest === null ? 0 : Math.max(0, now - oldest),
        databaseBytes,
      };
    },
  };
}

async function sizeOf({ db, kind }: Database): Promise<number> {
  const size =
    kind === 'postgres'
      ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
      : sql<{
          bytes: number;
        }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`;
  const { rows } = await size.execute(db);
  return rows[0]?.bytes ?? 0;
}
