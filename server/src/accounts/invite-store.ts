import { randomUUID } from 'node:crypto';
import { type Role, roles } from '@chimera/protocol/access';
import type { Invite, NewInvite } from '@chimera/protocol/admin';
import type { Kysely, Selectable } from 'kysely';
import type { InviteTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { secrets } from '../secrets.ts';
import { keyOf } from './account-store.ts';
import type { AuditNote, AuditStore, Doer } from './audit-store.ts';
import { hashOf, randomSecret } from './random-secret.ts';

export interface InviteStore {
  /** Those that still hold, the newest first. */
  list(): Promise<Invite[]>;
  /** `token` is told here and never again. Null: there are too many already. */
  make(wanted: NewInvite, doer: Doer): Promise<(Invite & { readonly token: string }) | null>;
  /** False when there was none. */
  revoke(id: string, doer: Doer): Promise<boolean>;
  /** Whether it could be used now for this address. */
  holds(token: string, email: string): Promise<boolean>;
  /**
   * Uses an invite up, in the transaction of the sign-up: undone with it, and of two at once only one gets it.
   * The role that it gives; null when it is unknown, used, too old or for another address.
   */
  redeem(token: string, email: string, transaction: Kysely<Schema>): Promise<Role | null>;
}

export const INVITES_LIMIT = 500;
const USUAL_DAYS = 7;
const DAY_MS = 86_400_000;

export function createInviteStore(
  { db }: Database,
  { audit, now }: { readonly audit: Pick<AuditStore, 'note'>; readonly now: () => Date },
): InviteStore {
  return {
    async list() {
      const rows = await db
        .selectFrom('invite')
        .selectAll()
        .where('expires_at', '>', now().toISOString())
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(inviteOf);
    },
    make(wanted, doer) {
      const token = randomSecret();
      const row = rowOf(wanted, { token, by: doer.actor.name, at: now() });
      return db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('invite').where('expires_at', '<=', now().toISOString()).execute();
        const { count } = await transaction
          .selectFrom('invite')
          .select(({ fn }) => fn.countAll().as('count'))
          .executeTakeFirstOrThrow();
        if (Number(count) >= INVITES_LIMIT) return null;
        await transaction.insertInto('invite').values(row).execute();
        await audit.note({ action: 'invite-made', ...doer, subject: subjectOf(row) }, transaction);
        secrets.add(token);
        return { ...inviteOf(row), token };
      });
    },
    revoke(id, doer) {
      return db.transaction().execute(async (transaction) => {
        const row = await transaction
          .deleteFrom('invite')
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst();
        if (!row) return false;
        await audit.note({ action: 'invite-revoked', ...doer, subject: subjectOf(row) }, transaction);
        return true;
      });
    },
    holds: (token, email) => holds(db, { token, email, at: now().toISOString() }),
    async redeem(token, email, transaction) {
      const hash = hashOf(token);
      const found = await transaction
        .selectFrom('invite')
        .select('email')
        .where('hash', '=', hash)
        .executeTakeFirst();
      // Whoever may not use it does not use it up.
      if (!found || (found.email !== null && keyOf(found.email) !== keyOf(email))) return null;
      const row = await transaction
        .deleteFrom('invite')
        .where('hash', '=', hash)
        .where('expires_at', '>', now().toISOString())
        .returningAll()
        .executeTakeFirst();
      if (!row) return null;
      const role = roleOf(row);
      await audit.note(
        { action: 'invite-used', actor: { name: email }, subject: subjectOf(row), detail: role },
        transaction,
      );
      return role;
    },
  };
}

async function holds(
  db: Kysely<Schema>,
  { token, email, at }: { readonly token: string; readonly email: string; readonly at: string },
): Promise<boolean> {
  const found = await db
    .selectFrom('invite')
    .select('email')
    .where('hash', '=', hashOf(token))
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return found !== undefined && (found.email === null || keyOf(found.email) === keyOf(email));
}

function rowOf(
  { role = 'member', note, email, expiresInDays = USUAL_DAYS }: NewInvite,
  { token, by, at }: { readonly token: string; readonly by: string; readonly at: Date },
): InviteTable {
  return {
    id: randomUUID(),
    hash: hashOf(token),
    role,
    note: note || null,
    email: email ?? null,
    made_by: by,
    created_at: at.toISOString(),
    expires_at: new Date(at.getTime() + expiresInDays * DAY_MS).toISOString(),
  };
}

function inviteOf(row: Selectable<InviteTable>): Invite {
  return {
    id: row.id,
    role: roleOf(row),
    ...(row.note !== null && { note: row.note }),
    ...(row.email !== null && { email: row.email }),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    by: row.made_by,
  };
}

/** What is unknown, as after a downgrade, may do the least. */
function roleOf(row: Pick<InviteTable, 'role'>): Role {
  return roles.find((role) => role === row.role) ?? 'member';
}

function subjectOf({ id, email, note }: InviteTable): NonNullable<AuditNote['subject']> {
  const name = email ?? note;
  return { kind: 'invite', id, ...(name !== null && { name }) };
}
