import { randomBytes } from 'node:crypto';
import { type AuditAction, type AuditEntry, auditActions } from '@chimera/protocol/admin';
import type { Kysely, Selectable } from 'kysely';
import type { AuditTable } from '../db/account-tables.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

/** What is written down. Never a secret. */
export interface AuditNote {
  readonly action: AuditAction;
  /** Without an id: nobody who was signed in. */
  readonly actor: { readonly id?: string; readonly name: string };
  readonly subject?: { readonly kind: string; readonly id: string; readonly name?: string };
  /** Absent: from the server itself. */
  readonly address?: string;
  readonly detail?: string;
}

/** Who did something, and from where. */
export type Doer = Pick<AuditNote, 'actor' | 'address'>;

export interface AuditStore {
  /** In the transaction of what it tells of, where there is one. */
  note(note: AuditNote, transaction?: Kysely<Schema>): Promise<void>;
  /** The newest first; `before` is the id of the last one of the page before. */
  list(query: {
    readonly action?: AuditAction | undefined;
    readonly userId?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly AuditEntry[]>;
}

export function createAuditStore({ db }: Database, now: () => Date): AuditStore {
  let count = 0;
  return {
    async note({ action, actor, subject, address, detail }, transaction = db) {
      const at = now();
      await transaction
        .insertInto('audit')
        .values({
          id: idAt(at, (count += 1)),
          at: at.toISOString(),
          action,
          actor_id: actor.id ?? null,
          actor_name: actor.name,
          subject_kind: subject?.kind ?? null,
          subject_id: subject?.id ?? null,
          subject_name: subject?.name ?? null,
          address: address ?? null,
          detail: detail ?? null,
        })
        .execute();
    },
    async list({ action, userId, before, limit }) {
      let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      if (action !== undefined) query = query.where('action', '=', action);
      if (before !== undefined) query = query.where('id', '<', before);
      if (userId !== undefined) {
        query = query.where((row) => row.or([row('actor_id', '=', userId), row('subject_id', '=', userId)]));
      }
      return (await query.execute()).flatMap((row) => entryOf(row) ?? []);
    },
  };
}

const COUNTS = 0x1_00_00_00;

/** Sorts by time: milliseconds in hexadecimal digits, then what was noted here before it, then chance. */
function idAt(at: Date, count: number): string {
  const place = (count % COUNTS).toString(16).padStart(6, '0');
  return `${at.getTime().toString(16).padStart(12, '0')}-${place}${randomBytes(4).toString('hex')}`;
}

function entryOf(row: Selectable<AuditTable>): AuditEntry | null {
  const action = auditActions.find((known) => known === row.action);
  if (!action) return null;
  return {
    id: row.id,
    at: row.at,
    action,
    actor: { ...(row.actor_id !== null && { id: row.actor_id }), name: row.actor_name },
    ...(row.subject_kind !== null &&
      row.subject_id !== null && {
        subject: {
          kind: row.subject_kind,
          id: row.subject_id,
          ...(row.subject_name !== null && { name: row.subject_name }),
        },
      }),
    ...(row.address !== null && { address: row.address }),
    ...(row.detail !== null && { detail: row.detail }),
  };
}
