import { eventSchema, type NumberedEvent } from '@chimera/protocol/event';
import { type Message, messageSchema } from '@chimera/protocol/message';
import type { Database } from '../db/open-database.ts';
import { notFound } from '../errors.ts';
import type { ConversationRef } from './conversation-ref.ts';

/** Reads what was written: the log by position, the transcript by page. */
export interface TranscriptStore {
  /** Events after a position, in order. */
  events(ref: ConversationRef, after: number, limit: number): Promise<NumberedEvent[]>;
  /** The newest messages before a position (of all when null), oldest first. */
  messages(ref: ConversationRef, before: number | null, limit: number): Promise<Message[]>;
  /** The oldest messages after a position, oldest first. */
  messagesAfter(ref: ConversationRef, after: number, limit: number): Promise<Message[]>;
  message(ref: ConversationRef, messageId: string): Promise<Message>;
}

export function createTranscriptStore({ db }: Database): TranscriptStore {
  return {
    async events(ref, after, limit) {
      const rows = await db
        .selectFrom('event')
        .select(['seq', 'body'])
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ seq, body }) => ({ seq, event: eventSchema.parse(JSON.parse(body)) }));
    },

    async messages(ref, before, limit) {
      let query = db
        .selectFrom('message')
        .select('body')
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId);
      if (before !== null) query = query.where('seq', '<', before);
      const rows = await query.orderBy('seq', 'desc').limit(limit).execute();
      return rows.map(({ body }) => messageSchema.parse(JSON.parse(body))).reverse();
    },

    async messagesAfter(ref, after, limit) {
      const rows = await db
        .selectFrom('message')
        .select('body')
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId)
        .where('seq', '>', after)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map(({ body }) => messageSchema.parse(JSON.parse(body)));
    },

    async message(ref, messageId) {
      const row = await db
        .selectFrom('message')
        .select('body')
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId)
        .where('id', '=', messageId)
        .executeTakeFirst();
      if (!row) throw notFound('message');
      return messageSchema.parse(JSON.parse(row.body));
    },
  };
}
