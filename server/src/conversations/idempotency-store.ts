import type { Database } from '../db/open-database.ts';

export interface IdempotencyKey {
  readonly ownerId: string;
  readonly key: string;
}

export type Claim =
  /** The caller does the work. */
  | { readonly state: 'mine' }
  | { readonly state: 'busy' }
  | { readonly state: 'mismatch' }
  | { readonly state: 'done'; readonly response: unknown };

/** Remembers for a day which requests were carried out, so that a repeated one has no second effect. */
export interface IdempotencyStore {
  claim(
    request: IdempotencyKey & { readonly route: string; readonly bodySha256: string },
    now: Date,
  ): Promise<Claim>;
  complete(key: IdempotencyKey, response: unknown): Promise<void>;
  forget(key: IdempotencyKey): Promise<void>;
}

const KEPT_MS = 24 * 3_600_000;
/** A request that was begun so long ago and not finished died with its process. */
const ABANDONED_MS = 60_000;

export function createIdempotencyStore({ db }: Database): IdempotencyStore {
  return {
    async claim({ ownerId, key, route, bodySha256 }, now) {
      const before = (ageMs: number) => new Date(now.getTime() - ageMs).toISOString();
      await db
        .deleteFrom('idempotency')
        .where('owner_id', '=', ownerId)
        .where((eb) =>
          eb.or([
            eb('created_at', '<', before(KEPT_MS)),
            eb.and([
              eb('key', '=', key),
              eb('response', 'is', null),
              eb('created_at', '<', before(ABANDONED_MS)),
            ]),
          ]),
        )
        .execute();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('idempotency')
        .values({
          owner_id: ownerId,
          key,
          route,
          body_sha256: bodySha256,
          response: null,
          created_at: now.toISOString(),
        })
        .onConflict((conflict) => conflict.columns(['owner_id', 'key']).doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) return { state: 'mine' };
      const row = await db
        .selectFrom('idempotency')
        .select(['route', 'body_sha256', 'response'])
        .where('owner_id', '=', ownerId)
        .where('key', '=', key)
        .executeTakeFirst();
      if (!row || row.response === null) return { state: row && row.route !== route ? 'mismatch' : 'busy' };
      if (row.route !== route || row.body_sha256 !== bodySha256) return { state: 'mismatch' };
      return { state: 'done', response: JSON.parse(row.response) };
    },

    async complete({ ownerId, key }, response) {
      await db
        .updateTable('idempotency')
        .set({ response: JSON.stringify(response) })
        .where('owner_id', '=', ownerId)
        .where('key', '=', key)
        .execute();
    },

    async forget({ ownerId, key }) {
      await db.deleteFrom('idempotency').where('owner_id', '=', ownerId).where('key', '=', key).execute();
    },
  };
}
