import type { User, UserChange } from '@chimera/protocol/admin';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AccountTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { accountOf, keyOf, voidResetLinks } from './account-store.ts';
import type { AuditNote, AuditStore } from './audit-store.ts';
import { monthStart } from './days.ts';

/** Accounts as admins see them. */
export interface UserStore {
  /** The newest first. `q` looks in names, usernames and addresses. */
  list(query: UserQuery, at: Date): Promise<{ items: User[]; nextCursor?: string }>;
  find(id: string, at: Date): Promise<User | null>;
  /**
   * Changes role, state or limit; rights grow when they change. The last admin who may sign in stays one:
   * `conflict`. What `noteOf` says of it is written down in the same transaction.
   */
  change(id: string, wanted: UserChange, noteOf: (before: UserBefore) => AuditNote | null): Promise<void>;
}

export type UserBefore = Pick<User, 'username' | 'role' | 'state' | 'costPerDay'>;

export interface UserQuery {
  readonly q?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const PAGE_LIMIT = 50;

export function createUserStore({ db, kind }: Database, audit: Pick<AuditStore, 'note'>): UserStore {
  return {
    async list(query, at) {
      const limit = query.limit ?? PAGE_LIMIT;
      const rows = await page(db, query, at, limit + 1);
      const last = rows[limit - 1];
      const isMore = rows.length > limit && last !== undefined;
      return {
        items: rows.slice(0, limit).map(userOf),
        ...(isMore && { nextCursor: `${last.created_at}~${last.id}` }),
      };
    },
    async find(id, at) {
      const row = await users(db, at).where('account.id', '=', id).executeTakeFirst();
      return row ? userOf(row) : null;
    },
    change: (id, wanted, noteOf) =>
      db.transaction().execute(async (transaction) => {
        const isWeaker = wanted.role === 'member' || wanted.state === 'disabled';
        if (isWeaker) await requireOtherAdmin({ transaction, kind }, id);
        const query = transaction.selectFrom('account').selectAll().where('id', '=', id);
        const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
        if (!row) throw notFound('account');
        const before = accountOf(row);
        const isRightful =
          (wanted.role !== undefined && wanted.role !== before.role) ||
          (wanted.state !== undefined && wanted.state !== before.state);
        await transaction
          .updateTable('account')
          .set({
            role: wanted.role ?? row.role,
            state: wanted.state ?? row.state,
            cost_per_day: wanted.costPerDay === undefined ? row.cost_per_day : wanted.costPerDay,
            rights: row.rights + (isRightful ? 1 : 0),
          })
          .where('id', '=', id)
          .execute();
        // What was signed in stays out, also when the account is let in again.
        if (wanted.state === 'disabled') {
          await transaction.deleteFrom('session').where('account_id', '=', id).execute();
          await voidResetLinks(transaction, id);
        }
        const note = noteOf(before);
        if (note) await audit.note(note, transaction);
      }),
  };
}

/**
 * Throws when nobody else could admit others without this account. Admins are locked in one order: of two who
 * take the rights from each other at once, the second one finds that it is the last.
 */
export async function requireOtherAdmin(
  { transaction, kind }: { readonly transaction: Kysely<Schema>; readonly kind: Database['kind'] },
  id: string,
): Promise<void> {
  const query = transaction
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .orderBy('id');
  const admins = await (kind === 'postgres' ? query.forUpdate() : query).execute();
  if (admins.length !== 1 || admins[0]?.id !== id) return;
  throw new ChimeraError(
    'conflict',
    'This is the last admin who can sign in. Make somebody else an admin first.',
  );
}

/** Accounts with what admins want to know of them. */
function users(db: Kysely<Schema>, at: Date) {
  return db
    .selectFrom('account')
    .selectAll('account')
    .select((eb) => [
      eb
        .selectFrom('conversation')
        .whereRef('conversation.owner_id', '=', 'account.id')
        .select(sql<number | string>`count(*)`.as('count'))
        .as('conversations'),
      eb
        .selectFrom('spent')
        .whereRef('spent.owner_id', '=', 'account.id')
        .where('spent.day', '>=', monthStart(at))
        .select(sql<number | null>`sum(cost)`.as('cost'))
        .as('cost_this_month'),
    ]);
}

function page(db: Kysely<Schema>, { q, cursor }: UserQuery, at: Date, limit: number) {
  let select = users(db, at);
  if (q) {
    const escaped = (text: string) => `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    const key = escaped(keyOf(q));
    const name = escaped(q.trim().toLowerCase());
    select = select.where(
      sql<boolean>`(username_key like ${key} escape '\\' or email_key like ${key} escape '\\' or lower(name) like ${name} escape '\\')`,
    );
  }
  if (cursor !== undefined) {
    const [createdAt, id] = cursor.split('~');
    if (createdAt === undefined || id === undefined) {
      throw new ChimeraError(
        'invalid-request',
        'This cursor is not one that a list gave. Leave it out to begin at the first page.',
      );
    }
    select = select.where((eb) =>
      eb.or([
        eb('created_at', '<', createdAt),
        eb.and([eb('created_at', '=', createdAt), eb('account.id', '<', id)]),
      ]),
    );
  }
  return select.orderBy('created_at', 'desc').orderBy('account.id', 'desc').limit(limit).execute();
}

type UserRow = Selectable<AccountTable> & {
  /** PostgreSQL counts beyond any number. */
  readonly conversations: number | string | null;
  readonly cost_this_month: number | null;
};

function userOf(row: UserRow): User {
  const { id, username, name, email, role, state, costPerDay, createdAt } = accountOf(row);
  return {
    id,
    username,
    name,
    email,
    role,
    state,
    costPerDay,
    createdAt,
    ...(row.last_seen_at !== null && { lastSeenAt: row.last_seen_at }),
    conversations: Number(row.conversations ?? 0),
    costThisMonth: row.cost_this_month ?? 0,
  };
}
