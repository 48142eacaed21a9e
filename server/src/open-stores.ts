import { chargesOf } from './accounts/charge.ts';
import type { OwnerRules } from './accounts/owner-rules-store.ts';
import { createSpendingStore, type SpendingStore } from './accounts/spending-store.ts';
import type { Config } from './config.ts';
import { createCheckpointStore } from './conversations/checkpoint-store.ts';
import { createConversationListStore } from './conversations/conversation-list-store.ts';
import { beginsToPlay, createConversationStore, type Follow } from './conversations/conversation-store.ts';
import { createLeaseStore } from './conversations/lease-store.ts';
import { createLedgerStore } from './conversations/ledger-store.ts';
import { createPromptStore } from './conversations/prompt-store.ts';
import { createSearchStore } from './conversations/search-store.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';
import { inAnyOrder } from './db/in-any-order.ts';
import type { Database } from './db/open-database.ts';
import type { JobStore } from './jobs/job-store.ts';
import { createAvatarStore } from './personas/avatar-store.ts';
import { createCastStore } from './personas/cast-store.ts';
import { createImportStore } from './personas/import-store.ts';
import { createDraftStore } from './personas/draft-store.ts';
import { createPersonaListStore } from './personas/persona-list-store.ts';
import { createPersonaStore } from './personas/persona-store.ts';
import { createSeatSheetStore, type SeatSheetStore } from './personas/seat-sheet-store.ts';
import { createVersionStore } from './personas/version-store.ts';
import { concernsRecord, recordJob } from './records/record-follower.ts';

/** A part of the composition root: where everything of a conversation is kept. */
export function openStores(
  database: Database,
  { jobs, rules, records, now }: Pick<FollowParts, 'jobs' | 'rules' | 'records' | 'now'>,
) {
  const spending = createSpendingStore(database);
  const seatSheets = createSeatSheetStore(database);
  return {
    jobs,
    spending,
    conversations: createConversationStore(
      database,
      followedBy({ kind: database.kind, jobs, spending, seatSheets, rules, records, now }),
    ),
    transcripts: createTranscriptStore(database),
    prompts: createPromptStore(database),
    checkpoints: createCheckpointStore(database),
    leases: createLeaseStore(database),
    ledgers: createLedgerStore(database),
    lists: createConversationListStore(database),
    searches: createSearchStore(database),
    seatSheets,
    personas: createPersonaStore(database),
    personaLists: createPersonaListStore(database),
    personaVersions: createVersionStore(database),
    drafts: createDraftStore(database),
    casts: createCastStore(database),
    avatars: createAvatarStore(database),
    imports: createImportStore(database),
  };
}

interface FollowParts {
  readonly kind: Database['kind'];
  readonly jobs: JobStore;
  readonly spending: SpendingStore;
  readonly seatSheets: SeatSheetStore;
  readonly rules: OwnerRules;
  readonly records: Config['records'];
  readonly now: () => Date;
}

/** What is written in the transaction of events. */
function followedBy(parts: FollowParts): Follow {
  return async (transaction, ref, events) => {
    if (beginsToPlay(events)) await parts.rules.admitPlaying(transaction, ref);
    const isRecorded = parts.records !== 'off' && concernsRecord(events);
    await inAnyOrder(parts.kind, [
      () => parts.seatSheets.follow(transaction, ref, events),
      async () => {
        if (isRecorded) await parts.jobs.enqueue(transaction, recordJob(ref));
      },
      () => parts.spending.add(transaction, ref.ownerId, chargesOf(events), parts.now()),
    ]);
  };
}
