import type { Database } from '../db/open-database.ts';
import type { ConversationRef } from './conversation-ref.ts';

/** For the operator, to whom all conversations belong. */
export interface AllConversationsStore {
  /** Whose it is; null: there is none. */
  find(id: string): Promise<ConversationRef | null>;
  /** Those of one owner; null: of everybody. */
  all(ownerId: string | null): AsyncIterable<ConversationRef>;
}

const PAGE_LENGTH = 500;

export function createAllConversationsStore({ db }: Database): AllConversationsStore {
  const refs = db.selectFrom('conversation').select(['id', 'owner_id']);
  return {
    async find(id) {
      const row = await refs.where('id', '=', id).executeTakeFirst();
      return row ? { id: row.id, ownerId: row.owner_id } : null;
    },
    async *all(ownerId) {
      let after = '';
      for (;;) {
        let query = refs.where('id', '>', after).orderBy('id').limit(PAGE_LENGTH);
        if (ownerId !== null) query = query.where('owner_id', '=', ownerId);
        const page = await query.execute();
        for (const row of page) yield { id: row.id, ownerId: row.owner_id };
        const last = page.at(-1);
        if (!last) return;
        after = last.id;
      }
    },
  };
}
