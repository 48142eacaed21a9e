import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError } from '../errors.ts';
import { PLAYING_PER_USER, type InstanceSettingsBook } from './instance-settings.ts';
import type { InstanceSettingsStore } from './instance-settings-store.ts';

/** What each owner may do on this server, whatever they allow themselves. Read anew each time, on every node. */
export interface OwnerRules {
  /** US dollars a day; null: no limit. */
  readonly costPerDay: (ownerId: string) => Promise<number | null>;
  /** Those of these for whom nothing is done any more: their account is disabled or gone. */
  readonly barred: (ownerIds: readonly string[]) => Promise<ReadonlySet<string>>;
  /** In the transaction in which a conversation begins to play: throws when too many play already. */
  readonly admitPlaying: (
    transaction: Kysely<Schema>,
    ref: { readonly ownerId: string; readonly id: string },
  ) => Promise<void>;
}

/** Where there are no accounts: only what the operator says. */
export function localRules(operatorCostPerDay: number | null): OwnerRules {
  return {
    costPerDay: async () => operatorCostPerDay,
    barred: async () => new Set(),
    admitPlaying: async () => undefined,
  };
}

export function createOwnerRules(
  { db, kind }: Database,
  settings: Pick<InstanceSettingsBook, 'get'>,
  store: Pick<InstanceSettingsStore, 'read'>,
): OwnerRules {
  return {
    async costPerDay(ownerId) {
      const row = await db
        .selectFrom('account')
        .select('cost_per_day')
        .where('id', '=', ownerId)
        .executeTakeFirst();
      const { costPerDay, operatorCostPerDay } = await settings.get();
      return lower(row?.cost_per_day ?? costPerDay, operatorCostPerDay);
    },

    async barred(ownerIds) {
      if (ownerIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('account')
        .select('id')
        .where('id', 'in', ownerIds)
        .where('state', '=', 'active')
        .execute();
      return new Set(ownerIds).difference(new Set(rows.map(({ id }) => id)));
    },

    async admitPlaying(transaction, { ownerId, id }) {
      // One at a time for each owner, on all nodes, so that two who press at once are both counted.
      if (kind === 'postgres') {
        await sql`select pg_advisory_xact_lock(hashtext(${`playing ${ownerId}`}))`.execute(transaction);
      }
      const { playingPerUser = PLAYING_PER_USER } = await store.read(transaction);
      const { count } = await transaction
        .selectFrom('conversation')
        .select(sql<number | string>`count(*)`.as('count'))
        .where('owner_id', '=', ownerId)
        .where('state', '=', 'running')
        // It may be written already or not yet.
        .where('id', '!=', id)
        .executeTakeFirstOrThrow();
      if (Number(count) < playingPerUser) return;
      const others = playingPerUser === 1 ? 'one conversation plays' : `${playingPerUser} conversations play`;
      throw new ChimeraError(
        'too-many-requests',
        `On this server ${others} at a time for each person. Pause another one first.`,
      );
    },
  };
}

function lower(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
