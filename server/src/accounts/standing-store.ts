import type { Database } from '../db/open-database.ts';

/** What accounts may do now, by what they came in with. What does not hold any more is not among them. */
export interface StandingStore {
  rightsOfSessions(ids: readonly string[], now: Date): Promise<ReadonlyMap<string, number>>;
  rightsOfKeys(ids: readonly string[], now: Date): Promise<ReadonlyMap<string, number>>;
}

/** Fewer than a statement may have parameters (SQLite: 32,766). */
const ASKED_AT_A_TIME = 10_000;

export function createStandingStore({ db }: Database): StandingStore {
  return {
    rightsOfSessions: (ids, now) =>
      inPieces(ids, (some) =>
        db
          .selectFrom('session')
          .innerJoin('account', 'account.id', 'session.account_id')
          .select(['session.id', 'account.rights'])
          .where('session.id', 'in', some)
          .where('account.state', '=', 'active')
          .where('session.expires_at', '>', now.toISOString())
          .execute(),
      ),
    rightsOfKeys: (ids, now) =>
      inPieces(ids, (some) =>
        db
          .selectFrom('api_key')
          .innerJoin('account', 'account.id', 'api_key.account_id')
          .select(['api_key.id', 'account.rights'])
          .where('api_key.id', 'in', some)
          .where('account.state', '=', 'active')
          .where((key) =>
            key.or([
              key('api_key.expires_at', 'is', null),
              key('api_key.expires_at', '>', now.toISOString()),
            ]),
          )
          .execute(),
      ),
  };
}

async function inPieces(
  ids: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly { id: string; rights: number }[]>,
): Promise<ReadonlyMap<string, number>> {
  const rights = new Map<string, number>();
  const distinct = [...new Set(ids)];
  for (let at = 0; at < distinct.length; at += ASKED_AT_A_TIME) {
    for (const row of await ask(distinct.slice(at, at + ASKED_AT_A_TIME))) rights.set(row.id, row.rights);
  }
  return rights;
}
