import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

/** What a seat has said so far in a turn that is not finished. */
export interface Checkpoint {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly text: string;
}

export interface CheckpointStore {
  /** One commit for all conversations. */
  save(checkpoints: readonly Checkpoint[]): Promise<void>;
  load(conversationId: string): Promise<Checkpoint | null>;
}

/**
 * Words in flight must outlive the process, not the machine: their commits do not wait for the disk.
 * Those of the log do, so the connection is put back before anybody else gets it.
 */
const relaxed = {
  sqlite: sql`pragma synchronous = normal`,
  postgres: sql`set synchronous_commit to off`,
};
const strict = {
  sqlite: sql`pragma synchronous = full`,
  postgres: sql`reset synchronous_commit`,
};

/** Rows of one statement: four bound values each stay far under the limits of both databases. */
const ROWS_PER_STATEMENT = 500;

export function createCheckpointStore({ db, kind }: Database): CheckpointStore {
  return {
    async save(checkpoints) {
      await db.connection().execute(async (connection) => {
        await relaxed[kind].execute(connection);
        try {
          for (let start = 0; start < checkpoints.length; start += ROWS_PER_STATEMENT) {
            await upsert(connection, checkpoints.slice(start, start + ROWS_PER_STATEMENT));
          }
        } finally {
          await strict[kind].execute(connection);
        }
      });
    },

    async load(conversationId) {
      const row = await db
        .selectFrom('checkpoint')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      return row ? { conversationId, turnId: row.turn_id, attempt: row.attempt, text: row.text } : null;
    },
  };
}

async function upsert(connection: Kysely<Schema>, checkpoints: readonly Checkpoint[]): Promise<void> {
  await connection
    .insertInto('checkpoint')
    .values(checkpoints.map(rowOf))
    .onConflict((conflict) =>
      conflict.column('conversation_id').doUpdateSet((eb) => ({
        turn_id: eb.ref('excluded.turn_id'),
        attempt: eb.ref('excluded.attempt'),
        text: eb.ref('excluded.text'),
      })),
    )
    .execute();
}

function rowOf({ conversationId, turnId, attempt, text }: Checkpoint) {
  return { conversation_id: conversationId, turn_id: turnId, attempt, text };
}
