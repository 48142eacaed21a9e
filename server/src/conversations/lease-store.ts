import { conversationStateSchema } from '@chimera/protocol/conversation';
import type { Database } from '../db/open-database.ts';
import type { ConversationRef } from './conversation-ref.ts';

/** How long a lease holds without being renewed. */
export const LEASE_MS = 10_000;
/** How often its owner renews it. */
export const RENEW_MS = 3_000;

export interface Lease {
  readonly ref: ConversationRef;
  readonly epoch: number;
}

/** One that was just taken. */
export interface Claim extends Lease {
  /** Who held it until it ran out; null: nobody did. */
  readonly formerNode: string | null;
}

/** Who runs which conversation. Time is the database's, never a node's. */
export interface LeaseStore {
  /**
   * Takes over running conversations that nobody owns, and those that a node has died on, which may have left a turn
   * open; each gets a new epoch, which fences its former owner.
   */
  claim(node: string, limit: number): Promise<Claim[]>;
  /** Keeps leases alive; returns the ids of those that are still this node's. */
  renew(node: string, leases: readonly Lease[]): Promise<ReadonlySet<string>>;
  /** Whether somebody owns it now. */
  isHeld(ref: ConversationRef): Promise<boolean>;
  /** Ends all leases of a node, by the process that takes its place. */
  endAll(node: string): Promise<void>;
  /** Gives one back, so that another node need not wait. */
  release(node: string, lease: Lease): Promise<void>;
}

export function createLeaseStore({ db, kind, nowMs }: Database): LeaseStore {
  return {
    async claim(node, limit) {
      const now = await nowMs();
      return db.transaction().execute(async (transaction) => {
        const free = transaction
          .selectFrom('conversation')
          .select(['id', 'owner_id', 'epoch', 'lease_node'])
          .where((eb) =>
            eb.or([
              // By the index, which begins with the state.
              eb.and([eb('state', 'in', conversationStateSchema.options), eb('lease_until', '<', now)]),
              eb.and([eb('state', '=', 'running'), eb('lease_until', 'is', null)]),
            ]),
          )
          .orderBy('updated_at')
          .limit(limit);
        const rows = await (kind === 'postgres' ? free.forUpdate().skipLocked() : free).execute();
        const leases: Claim[] = [];
        for (const row of rows) {
          const epoch = row.epoch + 1;
          await transaction
            .updateTable('conversation')
            .set({ lease_node: node, lease_until: now + LEASE_MS, epoch })
            .where('id', '=', row.id)
            .execute();
          leases.push({ ref: { id: row.id, ownerId: row.owner_id }, epoch, formerNode: row.lease_node });
        }
        return leases;
      });
    },

    async renew(node, leases) {
      if (leases.length === 0) return new Set();
      const now = await nowMs();
      const mine = await db
        .updateTable('conversation')
        .set({ lease_until: now + LEASE_MS })
        .where('lease_node', '=', node)
        .where((eb) =>
          eb.or(leases.map(({ ref, epoch }) => eb.and([eb('id', '=', ref.id), eb('epoch', '=', epoch)]))),
        )
        .returning('id')
        .execute();
      return new Set(mine.map(({ id }) => id));
    },

    isHeld: async (ref) => (await untilOf(db, ref)) >= (await nowMs()),

    async endAll(node) {
      await db
        .updateTable('conversation')
        // Run out, not given back: what it left open is still to be closed.
        .set({ lease_until: 0 })
        .where('lease_node', '=', node)
        .execute();
    },

    async release(node, { ref, epoch }) {
      await db
        .updateTable('conversation')
        .set({ lease_node: null, lease_until: null })
        .where('id', '=', ref.id)
        .where('lease_node', '=', node)
        .where('epoch', '=', epoch)
        .execute();
    },
  };
}

/** Until when somebody owns it; 0: nobody does. */
async function untilOf(db: Database['db'], { id, ownerId }: ConversationRef): Promise<number> {
  const row = await db
    .selectFrom('conversation')
    .select('lease_until')
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  return row?.lease_until ?? 0;
}
