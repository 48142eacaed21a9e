import type { Kysely, Selectable } from 'kysely';
import type { SessionTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { type Account, accountOf } from './account-store.ts';
import { beginSession } from './new-session-store.ts';
import { hashOf } from './random-secret.ts';

export type SessionKind = 'browser' | 'token';

/** A sign-in that still holds. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly kind: SessionKind;
  readonly client: string;
  /** Where it was signed in from, or last refreshed. */
  readonly address: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
}

/** A session with whose it is. */
export interface Standing {
  readonly session: Session;
  readonly account: Account;
}

export interface SessionStore {
  /** Null when the account's rights changed since it was read, as by a new password. */
  begin(session: Session, secret: string, rights: number): Promise<Session | null>;
  /** A browser's session by its secret, when it and its account hold. */
  ofBrowser(secret: string, now: Date): Promise<Standing | null>;
  byId(id: string, now: Date): Promise<Standing | null>;
  /** Notes the use of a session, and moves the end of a browser's. */
  used(session: Session, expiresAt: string, now: Date): Promise<void>;
  /**
   * Trades a refresh token for the next one. The second use of one that was traded ends the session: one of
   * the two who have it stole it, and nobody can say who.
   */
  refresh(secret: string, next: string, from: { address: string; now: Date }): Promise<Refreshed>;
  /** The last used first. */
  list(accountId: string, now: Date): Promise<readonly Session[]>;
  /** False when there is no such session of this account. */
  end(accountId: string, id: string): Promise<boolean>;
  /** Says how many ended. */
  endAll(accountId: string, exceptId: string | null, transaction?: Kysely<Schema>): Promise<number>;
  endBySecret(secret: string): Promise<void>;
}

export type Refreshed =
  | { readonly outcome: 'refreshed' | 'reused'; readonly standing: Standing }
  | { readonly outcome: 'unknown' };

export function createSessionStore({ db }: Database): SessionStore {
  return {
    begin: async (session, secret, rights) =>
      (await beginSession(db, { row: rowOf(session), secret, rights })) ? session : null,
    async ofBrowser(secret, now) {
      const row = await standing(db, now)
        .innerJoin('session_secret', 'session_secret.session_id', 'session.id')
        .where('session_secret.hash', '=', hashOf(secret))
        .where('session.kind', '=', 'browser')
        .executeTakeFirst();
      return row ? standingOf(row) : null;
    },
    async byId(id, now) {
      const row = await standing(db, now).where('session.id', '=', id).executeTakeFirst();
      return row ? standingOf(row) : null;
    },
    async used({ id, accountId }, expiresAt, now) {
      const at = now.toISOString();
      await db
        .updateTable('session')
        .set({ last_used_at: at, expires_at: expiresAt })
        .where('id', '=', id)
        .execute();
      await db.updateTable('account').set({ last_seen_at: at }).where('id', '=', accountId).execute();
    },
    refresh: (secret, next, from) => refresh(db, { secret, next, ...from }),
    async list(accountId, now) {
      const rows = await db
        .selectFrom('session')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('expires_at', '>', now.toISOString())
        .orderBy('last_used_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(sessionOf);
    },
    async end(accountId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('session')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
    async endAll(accountId, exceptId, transaction = db) {
      const { numDeletedRows } = await transaction
        .deleteFrom('session')
        .where('account_id', '=', accountId)
        .where('id', '!=', exceptId ?? '')
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async endBySecret(secret) {
      await db
        .deleteFrom('session')
        .where('id', 'in', (row) =>
          row.selectFrom('session_secret').select('session_id').where('hash', '=', hashOf(secret)),
        )
        .execute();
    },
  };
}

type Db = Database['db'];

function refresh(
  db: Db,
  { secret, next, address, now }: { secret: string; next: string; address: string; now: Date },
): Promise<Refreshed> {
  const hash = hashOf(secret);
  const at = now.toISOString();
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('session_secret')
      .set({ replaced_at: at })
      .where('hash', '=', hash)
      .where('replaced_at', 'is', null)
      .where('session_id', 'in', (row) => row.selectFrom('session').select('id').where('kind', '=', 'token'))
      .executeTakeFirst();
    const row = await standing(transaction, now)
      .innerJoin('session_secret', 'session_secret.session_id', 'session.id')
      .where('session_secret.hash', '=', hash)
      .where('session.kind', '=', 'token')
      .executeTakeFirst();
    if (!row) return { outcome: 'unknown' };
    const found = standingOf(row);
    const ofIt = found.session.id;
    if (numUpdatedRows === 0n) {
      await transaction.deleteFrom('session').where('id', '=', ofIt).execute();
      return { outcome: 'reused', standing: found };
    }
    await transaction
      .insertInto('session_secret')
      .values({ hash: hashOf(next), session_id: ofIt, replaced_at: null })
      .execute();
    await transaction
      .updateTable('session')
      .set({ last_used_at: at, address })
      .where('id', '=', ofIt)
      .execute();
    return { outcome: 'refreshed', standing: found };
  });
}

/** Sessions that hold, with their accounts: neither is too old, gone or disabled. */
function standing(db: Db, now: Date) {
  return db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .selectAll('account')
    .select([
      'session.id as session_id',
      'session.kind as kind',
      'session.client as client',
      'session.address as address',
      'session.created_at as session_created_at',
      'session.last_used_at as last_used_at',
      'session.expires_at as expires_at',
    ])
    .where('account.state', '=', 'active')
    .where('session.expires_at', '>', now.toISOString());
}

type StandingRow = NonNullable<Awaited<ReturnType<ReturnType<typeof standing>['executeTakeFirst']>>>;

function standingOf(row: StandingRow): Standing {
  const { session_id: id, session_created_at: created_at, id: account_id } = row;
  return { account: accountOf(row), session: sessionOf({ ...row, id, account_id, created_at }) };
}

function sessionOf(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    kind: row.kind === 'token' ? 'token' : 'browser',
    client: row.client,
    address: row.address,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

function rowOf(session: Session): SessionTable {
  return {
    id: session.id,
    account_id: session.accountId,
    kind: session.kind,
    client: session.client,
    address: session.address,
    created_at: session.createdAt,
    last_used_at: session.lastUsedAt,
    expires_at: session.expiresAt,
  };
}
