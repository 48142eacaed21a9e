import { createFarewellHandler, FAREWELL } from './accounts/farewell.ts';
import { createFarewellStore } from './accounts/farewell-store.ts';
import type { Config } from './config.ts';
import type { ConversationRef } from './conversations/conversation-ref.ts';
import type { Database } from './db/open-database.ts';
import type { OpenBrains } from './open-brains.ts';
import type { openStores } from './open-stores.ts';
import { createRecordFollower, WRITE_RECORD } from './records/record-follower.ts';
import { createRecordStore } from './records/record-store.ts';

interface WorkParts {
  readonly stores: ReturnType<typeof openStores>;
  readonly stage: OpenBrains;
  readonly remove: (ref: ConversationRef) => Promise<void>;
}

/** A part of the composition root: work that follows the log, and what somebody who went has left behind. */
export function workHandlers(
  { config, database }: { readonly config: Config; readonly database: Database },
  { stores, stage, remove }: WorkParts,
) {
  return {
    // A node without a handler leaves such jobs to one that has it. Those from before records were turned off are done.
    ...(config.records !== 'elsewhere' && {
      [WRITE_RECORD]: createRecordFollower({
        dataDir: config.dataDir,
        records: createRecordStore(database),
        conversations: stores.conversations,
        transcript: stores.transcripts,
      }),
    }),
    [FAREWELL]: createFarewellHandler({
      store: createFarewellStore(database),
      removeConversation: remove,
      forgetAnswers: (ownerId) => stage.cache.clear(ownerId, {}),
    }),
  };
}
