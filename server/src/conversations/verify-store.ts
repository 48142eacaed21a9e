import { eventSchema } from '@chimera/protocol/event';
import { messageSchema } from '@chimera/protocol/message';
import type { Database } from '../db/open-database.ts';
import { parseDocument } from './conversation-store.ts';
import { type StoredConversation, verifyConversation } from './verify-conversation.ts';

export interface Verdict {
  readonly conversations: number;
  readonly events: number;
  readonly problems: readonly { readonly conversationId: string; readonly problem: string }[];
}

/** Checks every conversation of a database, whoever owns it. */
export async function verifyLog({ db }: Database): Promise<Verdict> {
  const ids = await db.selectFrom('conversation').select('id').orderBy('id').execute();
  const problems: { conversationId: string; problem: string }[] = [];
  let events = 0;
  for (const { id } of ids) {
    // One transaction, so that a conversation that plays meanwhile is seen at one moment.
    const stored = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((transaction) => readStored(transaction, id));
    if (!stored) continue;
    events += stored.events.length;
    problems.push(...verifyConversation(stored).map((problem) => ({ conversationId: id, problem })));
  }
  return { conversations: ids.length, events, problems };
}

async function readStored(db: Database['db'], id: string): Promise<StoredConversation | null> {
  const row = await db.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return null;
  const events = await db
    .selectFrom('event')
    .select(['seq', 'epoch', 'body'])
    .where('conversation_id', '=', id)
    .orderBy('seq')
    .execute();
  const messages = await db
    .selectFrom('message')
    .select('body')
    .where('conversation_id', '=', id)
    .orderBy('seq')
    .execute();
  return {
    conversation: parseDocument(row.document),
    head: row.head,
    events: events.map(({ seq, epoch, body }) => ({
      seq,
      epoch,
      event: eventSchema.parse(JSON.parse(body)),
    })),
    messages: messages.map(({ body }) => messageSchema.parse(JSON.parse(body))),
  };
}
