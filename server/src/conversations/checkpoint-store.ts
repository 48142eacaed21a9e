import type { Database } from '../db/open-database.ts';

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

/** Rows of one statement: four bound values each stay far under the limits of both databases. */
const ROWS_PER_STATEMENT = 500;

export function createCheckpointStore({ db }: Database): CheckpointStore {
  return {
    async save(checkpoints) {
      await db.transaction().execute(async (transaction) => {
        for (let start = 0; start < checkpoints.length; start += ROWS_PER_STATEMENT) {
          await transaction
            .insertInto('checkpoint')
            .values(checkpoints.slice(start, start + ROWS_PER_STATEMENT).map(rowOf))
            .onConflict((conflict) =>
              conflict.column('conversation_id').doUpdateSet(({ ref }) => ({
                turn_id: ref('excluded.turn_id'),
                attempt: ref('excluded.attempt'),
                text: ref('excluded.text'),
              })),
            )
            .execute();
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

function rowOf({ conversationId, turnId, attempt, text }: Checkpoint) {
  return { conversation_id: conversationId, turn_id: turnId, attempt, text };
}
