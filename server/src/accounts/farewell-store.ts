import type { Database } from '../db/open-database.ts';
import type { InTransaction } from './admission-store.ts';

/** All that belongs to an account. */
export interface FarewellStore {
  /** The account itself, with its sessions, keys and links. False when there is none. */
  removeAccount(id: string, transaction: InTransaction): Promise<boolean>;
  /** Some conversations of an owner; none: there are no more. */
  someConversations(ownerId: string): Promise<readonly string[]>;
  /** What an owner has besides conversations. */
  removeRest(ownerId: string): Promise<void>;
}

const AT_A_TIME = 100;
/** What goes with a conversation is not named here. */
const restTables = [
  'connection',
  'spent',
  'owner_limits',
  'idempotency',
  'persona',
  'persona_draft',
  'persona_cast',
  'favourite',
  'avatar',
] as const;

export function createFarewellStore({ db }: Database): FarewellStore {
  return {
    async removeAccount(id, transaction) {
      const { numDeletedRows } = await transaction
        .deleteFrom('account')
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async someConversations(ownerId) {
      const rows = await db
        .selectFrom('conversation')
        .select('id')
        .where('owner_id', '=', ownerId)
        .limit(AT_A_TIME)
        .execute();
      return rows.map(({ id }) => id);
    },
    async removeRest(ownerId) {
      await db.transaction().execute(async (transaction) => {
        for (const table of restTables) {
          await transaction.deleteFrom(table).where('owner_id', '=', ownerId).execute();
        }
      });
    },
  };
}
