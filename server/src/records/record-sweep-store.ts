import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { Database } from '../db/open-database.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { recordJob } from './record-follower.ts';

export interface RecordSweepStore {
  /** Looks at some records, in the order of ids, and enqueues a job for each that is too old. */
  sweepSome(after: string): Promise<Swept>;
}

export interface Swept {
  readonly enqueued: number;
  /** Where to go on; null: all were seen. */
  readonly next: string | null;
}

interface Parts {
  readonly jobs: Pick<JobStore, 'enqueue'>;
  readonly isTooOld: (updatedAt: string) => boolean;
}

/** Records that are read at once, young ones too: so no query takes long, however few are old. */
const PAGE_LENGTH = 100;

export function createRecordSweepStore(
  { db, readers }: Pick<Database, 'db' | 'readers'>,
  { jobs, isTooOld }: Parts,
): RecordSweepStore {
  return {
    async sweepSome(after) {
      const page = await readers
        .selectFrom('record')
        .innerJoin('conversation', 'conversation.id', 'record.conversation_id')
        .select(['record.conversation_id', 'conversation.owner_id', 'conversation.updated_at'])
        .where('record.conversation_id', '>', after)
        // The same once more: PostgreSQL would read all conversations before these, to merge them.
        .where('conversation.id', '>', after)
        .orderBy('record.conversation_id')
        .limit(PAGE_LENGTH)
        .execute();
      const old = page
        .filter(({ updated_at }) => isTooOld(updated_at))
        .map((row): ConversationRef => ({ id: row.conversation_id, ownerId: row.owner_id }));
      if (old.length > 0) {
        await db.transaction().execute(async (transaction) => {
          for (const ref of old) await jobs.enqueue(transaction, recordJob(ref));
        });
      }
      const last = page.length < PAGE_LENGTH ? undefined : page.at(-1);
      return { enqueued: old.length, next: last?.conversation_id ?? null };
    },
  };
}
