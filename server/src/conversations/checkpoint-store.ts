import { joinDelta } from '@chimera/protocol/view';
import { sql } from 'kysely';
import type { Database } from '../db/open-database.ts';

/** An attempt at a turn whose words are in flight. */
export interface AttemptRef {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
}

/** What a seat has said since the last save. `start` counts UTF-16 units of the whole text. */
export interface Checkpoint extends AttemptRef {
  readonly start: number;
  readonly text: string;
}

export interface CheckpointStore {
  /** Adds new words of many conversations at once, and forgets attempts whose end is in the log. */
  save(added: readonly Checkpoint[], ended: readonly AttemptRef[]): Promise<void>;
  /** What was said so far in an attempt, as far as it was saved. */
  load(attempt: AttemptRef): Promise<string>;
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

/** All rows travel as one bound value, so that the statement is the same however many there are. */
const insertRows = {
  sqlite: (rows: string) => sql`
    insert into checkpoint (conversation_id, turn_id, attempt, start, text)
    select value ->> 'conversationId', value ->> 'turnId', value ->> 'attempt', value ->> 'start', value ->> 'text'
    from json_each(${rows}) where true
    on conflict (conversation_id, turn_id, attempt, start) do update set text = excluded.text`,
  postgres: (rows: string) => sql`
    insert into checkpoint (conversation_id, turn_id, attempt, start, text)
    select "conversationId", "turnId", attempt, start, text
    from json_to_recordset(${rows}::json)
      as row("conversationId" text, "turnId" text, attempt integer, start integer, text text)
    on conflict (conversation_id, turn_id, attempt, start) do update set text = excluded.text`,
};

const deleteRows = {
  sqlite: (turns: string) => sql`
    delete from checkpoint where (conversation_id, turn_id) in (
      select value ->> 'conversationId', value ->> 'turnId' from json_each(${turns}))`,
  postgres: (turns: string) => sql`
    delete from checkpoint using json_to_recordset(${turns}::json)
      as ended("conversationId" text, "turnId" text)
    where conversation_id = ended."conversationId" and turn_id = ended."turnId"`,
};

export function createCheckpointStore({ db, kind }: Database): CheckpointStore {
  return {
    async save(added, ended) {
      await db.connection().execute(async (connection) => {
        await relaxed[kind].execute(connection);
        try {
          if (added.length > 0) await insertRows[kind](JSON.stringify(added)).execute(connection);
          if (ended.length > 0) await deleteRows[kind](JSON.stringify(ended)).execute(connection);
        } finally {
          await strict[kind].execute(connection);
        }
      });
    },

    async load({ conversationId, turnId, attempt }) {
      const rows = await db
        .selectFrom('checkpoint')
        .select(['start', 'text'])
        .where('conversation_id', '=', conversationId)
        .where('turn_id', '=', turnId)
        .where('attempt', '=', attempt)
        .orderBy('start')
        .execute();
      let said = '';
      // After a save that failed, pieces may overlap; after a gap nothing more is certain.
      for (const { start, text } of rows) said = joinDelta(said, { offset: start, text }) ?? said;
      return said;
    },
  };
}
