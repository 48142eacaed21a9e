import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { notFound } from '../errors.ts';
import type { JobStore, NewJob } from '../jobs/job-store.ts';
import { type Account, accountOf, voidResetLinks } from './account-store.ts';
import type { AuditNote, AuditStore } from './audit-store.ts';
import { setPassword } from './password-store.ts';
import { hashOf } from './random-secret.ts';

/** A link that sets a new password, once. */
export interface ResetLink {
  readonly accountId: string;
  readonly token: string;
  readonly expiresAt: string;
}

export interface ResetStore {
  /** One that an admin hands out: older links of the account are void. */
  replace(link: ResetLink, note: AuditNote): Promise<void>;
  /** One that was asked for by mail. False when the account has `limit` already that still hold. */
  addWithin(limit: number, link: ResetLink, note: AuditNote | null): Promise<boolean>;
  /** The link went nowhere. */
  remove(token: string): Promise<void>;
  /** Whose password it sets; null when it is unknown, used or too old, or its account is disabled. */
  find(token: string): Promise<Account | null>;
  /**
   * Sets the password, ends the sessions, and voids all links of the account, at once or not at all.
   * False when the link does not hold any more.
   */
  redeem(
    token: string,
    passwordHash: string,
    parts: { readonly endSessions: EndSessions; readonly noteOf: (account: Account) => AuditNote },
  ): Promise<boolean>;
  /** Asks for a letter; it is kept until it was sent. */
  enqueue(job: NewJob): Promise<void>;
}

/** Ends all sessions of an account, in the transaction of what that follows from. */
export type EndSessions = (accountId: string, transaction: Transaction<Schema>) => Promise<unknown>;

interface Parts {
  readonly audit: Pick<AuditStore, 'note'>;
  readonly jobs: Pick<JobStore, 'enqueue'>;
  readonly now: () => Date;
}

export function createResetStore(database: Database, parts: Parts): ResetStore {
  const { db } = database;
  const { audit, jobs, now } = parts;
  const at = () => now().toISOString();
  const find = (token: string) => ownerOf(db, token, at());

  return {
    find,
    replace(link, note) {
      return db.transaction().execute(async (transaction) => {
        if (!(await lockAccount(database, transaction, link.accountId))) throw notFound('account');
        await voidResetLinks(transaction, link.accountId);
        await insert(transaction, link, at());
        await audit.note(note, transaction);
      });
    },
    addWithin(limit, link, note) {
      return db.transaction().execute(async (transaction) => {
        await lockAccount(database, transaction, link.accountId);
        if ((await countThatHold(transaction, link.accountId, at())) >= limit) return false;
        await insert(transaction, link, at());
        if (note) await audit.note(note, transaction);
        return true;
      });
    },
    async remove(token) {
      await db.deleteFrom('password_reset').where('hash', '=', hashOf(token)).execute();
    },
    async redeem(token, passwordHash, { endSessions, noteOf }) {
      const owner = await find(token);
      if (!owner) return false;
      return db.transaction().execute(async (transaction) => {
        const account = await lockAccount(database, transaction, owner.id);
        if (account?.state !== 'active' || !(await useUp(transaction, token, at()))) return false;
        await setPassword(transaction, account, passwordHash);
        await endSessions(account.id, transaction);
        await audit.note(noteOf(account), transaction);
        return true;
      });
    },
    enqueue(job) {
      return db.transaction().execute((transaction) => jobs.enqueue(transaction, job));
    },
  };
}

async function ownerOf(db: Kysely<Schema>, token: string, at: string): Promise<Account | null> {
  const row = await db
    .selectFrom('password_reset')
    .innerJoin('account', 'account.id', 'password_reset.account_id')
    .selectAll('account')
    .where('password_reset.hash', '=', hashOf(token))
    .where('password_reset.expires_at', '>', at)
    .where('account.state', '=', 'active')
    .executeTakeFirst();
  return row ? accountOf(row) : null;
}

/** First of all, so that links of one account are made and used one after the other. SQLite has one writer. */
async function lockAccount(
  { kind }: Database,
  transaction: Transaction<Schema>,
  id: string,
): Promise<Account | null> {
  const query = transaction.selectFrom('account').selectAll().where('id', '=', id);
  const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  return row ? accountOf(row) : null;
}

async function insert(
  transaction: Transaction<Schema>,
  { accountId, token, expiresAt }: ResetLink,
  createdAt: string,
): Promise<void> {
  await transaction
    .insertInto('password_reset')
    .values({ hash: hashOf(token), account_id: accountId, created_at: createdAt, expires_at: expiresAt })
    .execute();
}

/** False when somebody else was faster, or it is too old. */
async function useUp(transaction: Transaction<Schema>, token: string, at: string): Promise<boolean> {
  const used = await transaction
    .deleteFrom('password_reset')
    .where('hash', '=', hashOf(token))
    .where('expires_at', '>', at)
    .returning('account_id')
    .executeTakeFirst();
  return used !== undefined;
}

/** Forgets those that are too old. */
async function countThatHold(
  transaction: Transaction<Schema>,
  accountId: string,
  at: string,
): Promise<number> {
  await transaction
    .deleteFrom('password_reset')
    .where('account_id', '=', accountId)
    .where('expires_at', '<=', at)
    .execute();
  const { count } = await transaction
    .selectFrom('password_reset')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
