import type { Message } from '@chimera/protocol/message';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import type { ConversationRef } from './conversation-ref.ts';
import { ftsText, isSearched, searchDocument, tsVector } from './search-document.ts';
import { firstIdAt, IDS_IN_MS, searchedMs } from './search-time.ts';

/** What happens to a line that can be searched already: its words are those of the message as it is now, or stay. */
type Known = 'replaced' | 'kept';

/** Makes lines searchable, in the transaction that writes them. Where the conversation goes, they go by themselves. */
export async function indexMessages(
  transaction: Transaction<Schema>,
  {
    kind,
    ref,
    known,
  }: { readonly kind: Database['kind']; readonly ref: ConversationRef; readonly known: Known },
  messages: readonly Message[],
): Promise<void> {
  const index = kind === 'sqlite' ? sqliteIndex(transaction, ref) : postgresIndex(transaction, ref);
  for (const message of messages) if (isSearched(message)) await index(message, known);
}

type Index = (message: Message, known: Known) => Promise<void>;

function postgresIndex(transaction: Transaction<Schema>, ref: ConversationRef): Index {
  return async (message, known) => {
    const words = sql<string>`${tsVector(searchDocument(ref, message))}::tsvector`;
    await transaction
      .insertInto('search_line')
      .values({
        conversation_id: ref.id,
        owner_id: ref.ownerId,
        seq: message.seq,
        at: searchedMs(message.createdAt),
        words,
      })
      .onConflict((conflict) => {
        const columns = conflict.columns(['conversation_id', 'seq']);
        return known === 'kept' ? columns.doNothing() : columns.doUpdateSet({ words });
      })
      .execute();
  };
}

/** An id is the time and a number: of lines that were said at the same time, many when they came from a file. */
function sqliteIndex(transaction: Transaction<Schema>, ref: ConversationRef): Index {
  let given = 0;

  async function insert(id: number, seq: number): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('search_line')
      .values({ id, conversation_id: ref.id, owner_id: ref.ownerId, seq })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  return async (message, known) => {
    const text = ftsText(searchDocument(ref, message));
    const first = firstIdAt(searchedMs(message.createdAt));
    const isNextFree = given >= first && given < first + IDS_IN_MS - 1;
    const wanted = isNextFree ? given + 1 : first;
    if (await insert(wanted, message.seq)) {
      given = wanted;
      await sql`insert into message_words (rowid, words) values (${wanted}, ${text})`.execute(transaction);
      return;
    }
    const there = await idOf(transaction, ref, message.seq);
    if (there !== null) {
      if (known === 'kept') return;
      await sql`delete from message_words where rowid = ${there}`.execute(transaction);
      await sql`insert into message_words (rowid, words) values (${there}, ${text})`.execute(transaction);
      return;
    }
    given = await freeId(transaction, first);
    await insert(given, message.seq);
    await sql`insert into message_words (rowid, words) values (${given}, ${text})`.execute(transaction);
  };
}

async function idOf(
  transaction: Transaction<Schema>,
  ref: ConversationRef,
  seq: number,
): Promise<number | null> {
  const row = await transaction
    .selectFrom('search_line')
    .select('id')
    .where('conversation_id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** The next one of that millisecond or, when it is full, of the first after it that is not. */
async function freeId(transaction: Transaction<Schema>, first: number): Promise<number> {
  for (let from = first; ; from += IDS_IN_MS) {
    const row = await transaction
      .selectFrom('search_line')
      .select(({ fn }) => fn.max('id').as('id'))
      .where('id', '>=', from)
      .where('id', '<', from + IDS_IN_MS)
      .executeTakeFirst();
    const last = row?.id ?? null;
    if (last === null) return from;
    if (last < from + IDS_IN_MS - 1) return last + 1;
  }
}
