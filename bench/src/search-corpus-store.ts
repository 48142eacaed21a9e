import type { Message } from '@chimera/protocol/message';
import type { Database } from '@chimera/server/db/open-database';
import { indexMessages } from '@chimera/server/conversations/search-index-store';
import { searchDocument, tsVector } from '@chimera/server/conversations/search-document';
import { sql } from 'kysely';

/** One conversation with its lines, as it lies in the database; its log is left out, which search never reads. */
export interface StoredTalk {
  readonly id: string;
  readonly ownerId: string;
  readonly document: string;
  readonly messages: readonly Message[];
}

/** Puts talks into a database as the server would, only many at once. */
export async function storeTalks({ db, kind }: Database, talks: readonly StoredTalk[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const { id, ownerId, document, messages } of talks) {
      const head = messages.at(-1)?.seq ?? 1;
      const times = { created_at: at(messages, 0), updated_at: at(messages, -1) };
      const fixed = { gen: 'gen', epoch: 0, lease_node: null, lease_until: null, state: 'stopped' };
      await transaction
        .insertInto('conversation')
        .values({ id, owner_id: ownerId, head, title: id, topic: id, document, ...fixed, ...times })
        .execute();
      const rows = messages.map((message) => ({
        conversation_id: id,
        owner_id: ownerId,
        seq: message.seq,
        id: message.id,
        author_kind: message.author.kind,
        body: JSON.stringify(message),
      }));
      await transaction.insertInto('message').values(rows).execute();
      const ref = { id, ownerId };
      if (kind === 'sqlite') await indexMessages(transaction, { kind, ref, known: 'kept' }, messages);
      else {
        const lines = messages.map((message) => ({
          conversation_id: id,
          owner_id: ownerId,
          seq: message.seq,
          at: Date.parse(message.createdAt),
          words: sql<string>`${tsVector(searchDocument(ref, message))}::tsvector`,
        }));
        await transaction.insertInto('search_line').values(lines).execute();
      }
    }
  });
}

function at(messages: readonly Message[], index: number): string {
  return messages.at(index)?.createdAt ?? '';
}

export interface Sizes {
  readonly messages: number;
  readonly messageBytes: number;
  readonly indexBytes: number;
}

/** Of the lines and of what search keeps beside them, indexes included. */
export async function sizesOf({ db, kind }: Database): Promise<Sizes> {
  const { rows } =
    kind === 'sqlite'
      ? await sql<Sizes>`select (select count(*) from message) as messages,
          (select sum(pgsize) from dbstat where name in ('message', 'sqlite_autoindex_message_1',
            'sqlite_autoindex_message_2')) as "messageBytes",
          (select sum(pgsize) from dbstat where name like 'message_words%' or name like 'search_line%'
            or name like 'sqlite_autoindex_search_line%') as "indexBytes"`.execute(db)
      : await sql<Sizes>`select (select count(*) from message)::int8 as messages,
          pg_total_relation_size('message')::int8 as "messageBytes",
          pg_total_relation_size('search_line')::int8 as "indexBytes"`.execute(db);
  const [sizes] = rows;
  if (sizes === undefined) throw new Error('The database says nothing about its size.');
  return sizes;
}

/** As a database does by itself when nobody looks. */
export async function settle({ db, kind }: Database): Promise<void> {
  if (kind === 'postgres') await sql`vacuum analyze`.execute(db);
  else await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
