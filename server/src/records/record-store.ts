import { type Conversation, conversationSchema } from '@chimera/protocol/conversation';
import type { Database } from '../db/open-database.ts';

/** What is known of the written record of a conversation. */
export interface WrittenRecord {
  /** Position of the last event in it. */
  readonly seq: number;
  /** Relative to the data directory. */
  readonly path: string;
  /** Length of opening and lines; what follows are the totals. */
  readonly bytes: number;
  /** SHA-256 of the last bytes before that length. */
  readonly tail: string;
  /** The conversation as it was at `seq`. */
  readonly conversation: Conversation;
}

export interface RecordStore {
  get(conversationId: string): Promise<WrittenRecord | null>;
  put(conversationId: string, written: WrittenRecord): Promise<void>;
  remove(conversationId: string): Promise<void>;
}

export function createRecordStore({ db }: Database): RecordStore {
  return {
    async get(conversationId) {
      const row = await db
        .selectFrom('record')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      if (!row) return null;
      const { seq, path, bytes, tail, snapshot } = row;
      return { seq, path, bytes, tail, conversation: conversationSchema.parse(JSON.parse(snapshot)) };
    },

    async put(conversationId, { seq, path, bytes, tail, conversation }) {
      const columns = { seq, path, bytes, tail, snapshot: JSON.stringify(conversation) };
      await db
        .insertInto('record')
        .values({ conversation_id: conversationId, ...columns })
        .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(columns))
        .execute();
    },

    async remove(conversationId) {
      await db.deleteFrom('record').where('conversation_id', '=', conversationId).execute();
    },
  };
}
