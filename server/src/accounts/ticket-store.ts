import { z } from 'zod';
import type { Database } from '../db/open-database.ts';
import type { Grant } from '../identity.ts';
import { hashOf } from './random-secret.ts';

/** Tickets that nobody has used yet, seen by every node. */
export interface TicketStore {
  /** Keeps it for so long; of tickets for the same grant only the newest `limit` stay. */
  add(
    ticket: string,
    options: { grant: Grant; keptMs: number; limit: number },
  ): Promise<{ expiresMs: number }>;
  /** What a ticket was made for. It is gone with this: of all who ask at the same time, on whichever node, one gets it. */
  take(ticket: string): Promise<Grant | null>;
}

const grantSchema: z.ZodType<Grant> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({ kind: z.literal('session'), id: z.string() }),
  z.object({ kind: z.literal('key'), id: z.string() }),
]);

/** By the clock of the database: half a minute is no longer than the clocks of two nodes may differ. */
export function createTicketStore({ db, nowMs }: Database): TicketStore {
  return {
    async add(ticket, { grant, keptMs, limit }) {
      const now = await nowMs();
      const expiresMs = now + keptMs;
      const grantText = textOf(grant);
      await db.deleteFrom('ticket').where('expires_at', '<=', timeOf(now)).execute();
      const newest = db
        .selectFrom('ticket')
        .select('hash')
        .where('grant', '=', grantText)
        .orderBy('expires_at', 'desc')
        .orderBy('hash')
        .limit(limit - 1);
      await db.deleteFrom('ticket').where('grant', '=', grantText).where('hash', 'not in', newest).execute();
      await db
        .insertInto('ticket')
        .values({ hash: hashOf(ticket), grant: grantText, expires_at: timeOf(expiresMs) })
        .execute();
      return { expiresMs };
    },

    async take(ticket) {
      const row = await db
        .deleteFrom('ticket')
        .where('hash', '=', hashOf(ticket))
        .returning(['grant', 'expires_at'])
        .executeTakeFirst();
      if (!row || row.expires_at <= timeOf(await nowMs())) return null;
      return grantSchema.parse(JSON.parse(row.grant));
    },
  };
}

/** The same text for the same grant, whatever else the object holds. */
function textOf(grant: Grant): string {
  return JSON.stringify(grant.kind === 'local' ? { kind: grant.kind } : { kind: grant.kind, id: grant.id });
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
