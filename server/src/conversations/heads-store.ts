import type { Database } from '../db/open-database.ts';

/** Where the logs of some conversations end; those that are gone are not in it. */
export type ReadHeads = (ids: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/** More in one statement than this is slower than two. */
const IDS_LIMIT = 500;

export function createHeadsStore({ db }: Database): ReadHeads {
  return async (ids) => {
    const heads = new Map<string, number>();
    for (let at = 0; at < ids.length; at += IDS_LIMIT) {
      const rows = await db
        .selectFrom('conversation')
        .select(['id', 'head'])
        .where('id', 'in', ids.slice(at, at + IDS_LIMIT))
        .execute();
      for (const { id, head } of rows) heads.set(id, head);
    }
    return heads;
  };
}
