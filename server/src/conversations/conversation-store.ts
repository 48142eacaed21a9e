import { type Conversation, conversationSchema } from '@chimera/protocol/conversation';
import type { Event, EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { messageOf } from '@chimera/protocol/message-of';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import { inAnyOrder } from '../db/in-any-order.ts';
import type { Schema } from '../db/schema.ts';
import { notFound } from '../errors.ts';
import type { ConversationRef } from './conversation-ref.ts';
import { LeaseLost } from './lease-lost.ts';
import { indexMessages } from './search-index-store.ts';

/** What one transaction added to a log. */
export interface Committed {
  readonly ref: ConversationRef;
  readonly conversation: Conversation;
  readonly events: readonly NumberedEvent[];
}

/** Says which events follow from the conversation as it is now. It runs under the row's lock; throwing changes nothing. */
export type Decide = (conversation: Conversation) => readonly Event[];

/**
 * Called inside the transaction of the events, so that work which follows them is never forgotten. Those that
 * begin with `conversation-created` may be a copy: of a branch or a file. They may not be written yet.
 */
export type Follow = (
  transaction: Transaction<Schema>,
  ref: ConversationRef,
  events: readonly Event[],
) => Promise<void>;

/** Whether these make a conversation play. A copy is never played by what is copied. */
export function beginsToPlay(events: readonly Event[]): boolean {
  if (events[0]?.type === 'conversation-created') return false;
  return events.some((event) => event.type === 'conversation-changed' && event.state === 'running');
}

/** Something that is written in the transaction of events or, when there are none, not at all. */
export interface Companion {
  write(transaction: Transaction<Schema>): Promise<void>;
  /** Called when the transaction is done. */
  committed(): void;
}

export interface ConversationStore {
  create(
    ref: ConversationRef,
    gen: string,
    events: readonly [EventOf<'conversation-created'>, ...Event[]],
  ): Promise<Committed>;
  /** With an epoch, only the owner of that epoch may write; everybody else gets LeaseLost. */
  change(ref: ConversationRef, decide: Decide, epoch?: number, companion?: Companion): Promise<Committed>;
  get(ref: ConversationRef): Promise<Conversation>;
  delete(ref: ConversationRef, follow: (transaction: Transaction<Schema>) => Promise<void>): Promise<void>;
}

export function createConversationStore({ db, kind }: Database, follow: Follow): ConversationStore {
  return {
    async create(ref, gen, events) {
      const [created, ...rest] = events;
      const { conversation, messages, ...more } = after(conversationOf(ref.id, gen, created), rest);
      const numbered = [{ seq: 1, event: created }, ...more.events];
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('conversation')
          .values({
            ...columnsOf(conversation),
            id: ref.id,
            owner_id: ref.ownerId,
            gen,
            epoch: 0,
            lease_node: null,
            lease_until: null,
            created_at: conversation.createdAt,
          })
          .execute();
        await inAnyOrder(kind, [
          () => insertEvents(transaction, { ref, conversation, events: numbered }, 0),
          () => upsertMessages(transaction, kind, ref, messages),
          () => follow(transaction, ref, events),
        ]);
      });
      return { ref, conversation, events: numbered };
    },

    async change(ref, decide, epoch, companion) {
      const committed = await db.transaction().execute(async (transaction) => {
        const row = await lockedRow(transaction, kind, ref);
        if (epoch !== undefined && row.epoch !== epoch) throw new LeaseLost(ref.id);
        const before = parseDocument(row.document);
        const { conversation, events, messages } = after(before, decide(before));
        const added = { ref, conversation, events };
        if (events.length === 0) return added;
        const update = transaction
          .updateTable('conversation')
          .set(columnsOf(conversation))
          .where('id', '=', ref.id)
          .where('owner_id', '=', ref.ownerId);
        const unnumbered = events.map(({ event }) => event);
        await inAnyOrder(kind, [
          () => update.execute(),
          () => insertEvents(transaction, added, row.epoch),
          () => upsertMessages(transaction, kind, ref, messages),
          () => follow(transaction, ref, unnumbered),
          async () => companion?.write(transaction),
        ]);
        return added;
      });
      if (committed.events.length > 0) companion?.committed();
      return committed;
    },

    get: (ref) => get(db, ref),

    delete(ref, forget) {
      return db.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('conversation')
          .where('id', '=', ref.id)
          .where('owner_id', '=', ref.ownerId)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw notFound('conversation');
        await transaction.deleteFrom('checkpoint').where('conversation_id', '=', ref.id).execute();
        await forget(transaction);
      });
    },
  };
}

async function get(db: Database['db'], ref: ConversationRef): Promise<Conversation> {
  const row = await db
    .selectFrom('conversation')
    .select('document')
    .where('id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId)
    .executeTakeFirst();
  if (!row) throw notFound('conversation');
  return parseDocument(row.document);
}

/** A conversation after more events: their positions, and the lines that they add to the transcript. */
function after(before: Conversation, added: readonly Event[]) {
  let conversation = before;
  const events: NumberedEvent[] = [];
  const messages: Message[] = [];
  for (const event of added) {
    const numbered = { seq: conversation.head + 1, event };
    const message = messageOf(conversation, numbered);
    if (message) messages.push(message);
    conversation = reduceConversation(conversation, numbered);
    events.push(numbered);
  }
  return { conversation, events, messages };
}

/** Documents were made by our own reducer; parsing them again keeps a damaged row from spreading. */
export function parseDocument(document: string): Conversation {
  return conversationSchema.parse(JSON.parse(document));
}

async function lockedRow(transaction: Transaction<Schema>, kind: Database['kind'], ref: ConversationRef) {
  const query = transaction
    .selectFrom('conversation')
    .select(['document', 'epoch'])
    .where('id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId);
  // SQLite has one writer, this transaction; PostgreSQL locks the row, so that commits come in the order of `seq`.
  const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound('conversation');
  return row;
}

function columnsOf(conversation: Conversation) {
  return {
    head: conversation.head,
    state: conversation.state,
    title: conversation.title,
    topic: conversation.topic,
    document: JSON.stringify(conversation),
    updated_at: conversation.updatedAt,
  };
}

async function insertEvents(
  transaction: Transaction<Schema>,
  { ref, events }: Committed,
  epoch: number,
): Promise<void> {
  for (let from = 0; from < events.length; from += ROWS_AT_ONCE) {
    const rows = events.slice(from, from + ROWS_AT_ONCE).map(({ seq, event }) => ({
      conversation_id: ref.id,
      owner_id: ref.ownerId,
      seq,
      epoch,
      type: event.type,
      at: event.at,
      body: JSON.stringify(event),
    }));
    await transaction.insertInto('event').values(rows).execute();
  }
}

/** A statement has room for some thousands of values. */
const ROWS_AT_ONCE = 50;

async function upsertMessages(
  transaction: Transaction<Schema>,
  kind: Database['kind'],
  ref: ConversationRef,
  messages: readonly Message[],
): Promise<void> {
  for (const message of messages) {
    await transaction
      .insertInto('message')
      .values({
        conversation_id: ref.id,
        owner_id: ref.ownerId,
        seq: message.seq,
        id: message.id,
        author_kind: message.author.kind,
        body: JSON.stringify(message),
      })
      .onConflict((conflict) =>
        conflict.columns(['conversation_id', 'id']).doUpdateSet({ body: JSON.stringify(message) }),
      )
      .execute();
  }
  await indexMessages(transaction, { kind, ref, known: 'replaced' }, messages);
}
