import { messageSchema } from '@chimera/protocol/message';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import type { Job, JobStore } from '../jobs/job-store.ts';
import { indexMessages } from './search-index-store.ts';

/** The job that the migration left where there was talk before there was search. */
export const FILL_SEARCH = 'fill-search';

/** Lines of one transaction: on SQLite nobody else writes, or is served, meanwhile. */
const LINES_AT_ONCE = 40;
const REST_MS = 5;
/** One run of the job; it then asks for the next one, so that no shutdown waits for all of the talk. */
const RUN_MS = 1000;

/** How far a conversation is read. */
const placeSchema = z.object({ conversationId: z.string(), after: z.number().int() }).partial();
type Place = z.infer<typeof placeSchema>;

/**
 * Makes what was said before there was search searchable, the conversations that were touched last first. It may be
 * cut at any moment: what it has read it reads once more, and changes nothing.
 */
export function createSearchFill({ db, kind }: Database, jobs: Pick<JobStore, 'enqueue'>) {
  return async ({ payload }: Pick<Job, 'payload'>): Promise<void> => {
    const untilMs = performance.now() + RUN_MS;
    let place: Place | null = placeSchema.parse(payload);
    while (place !== null) {
      const from: Place = place;
      const isLast = performance.now() > untilMs;
      place = await db.transaction().execute(async (transaction) => {
        const next = await fillSome(transaction, kind, from);
        const job = { kind: FILL_SEARCH, subject: 'all', payload: next };
        if (isLast && next !== null) await jobs.enqueue(transaction, job);
        return next;
      });
      if (isLast) return;
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  };
}

/** Reads on; null when nothing is left. */
async function fillSome(
  transaction: Transaction<Schema>,
  kind: Database['kind'],
  place: Place,
): Promise<Place | null> {
  const next = await transaction
    .selectFrom('search_backlog')
    .select(['conversation_id', 'owner_id'])
    .orderBy('updated_at', 'desc')
    .orderBy('conversation_id')
    .limit(1)
    .executeTakeFirst();
  if (next === undefined) return null;
  const ref = { id: next.conversation_id, ownerId: next.owner_id };
  // As a commit does: the conversation first, then its lines. The other way round each could wait for the other.
  const held = transaction.selectFrom('conversation').select('id').where('id', '=', ref.id);
  await (kind === 'postgres' ? held.forKeyShare() : held).where('owner_id', '=', ref.ownerId).execute();
  const rows = await transaction
    .selectFrom('message')
    .select('body')
    .where('conversation_id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId)
    .where('seq', '>', place.conversationId === ref.id ? (place.after ?? 0) : 0)
    .orderBy('seq')
    .limit(LINES_AT_ONCE)
    .execute();
  const messages = rows.map(({ body }) => messageSchema.parse(JSON.parse(body)));
  await indexMessages(transaction, { kind, ref, known: 'kept' }, messages);
  const last = messages.at(-1);
  if (last && messages.length === LINES_AT_ONCE) return { conversationId: ref.id, after: last.seq };
  await transaction.deleteFrom('search_backlog').where('conversation_id', '=', ref.id).execute();
  return {};
}
