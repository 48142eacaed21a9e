import { createFarewellHandler, FAREWELL } from './accounts/farewell.ts';
import { createFarewellStore } from './accounts/farewell-store.ts';
import type { Config } from './config.ts';
import type { ConversationRef } from './conversations/conversation-ref.ts';
import { beginsToPlay, type ConversationStore } from './conversations/conversation-store.ts';
import { createLog } from './conversations/log.ts';
import { createSearchFill, FILL_SEARCH } from './conversations/search-fill-store.ts';
import type { Database } from './db/open-database.ts';
import type { JobStore } from './jobs/job-store.ts';
import { createWorker, type Handler } from './jobs/worker.ts';
import type { Bus } from './live/bus.ts';
import type { Logger } from './logger.ts';
import type { OpenBrains } from './open-brains.ts';
import type { openStores } from './open-stores.ts';
import { olderThan } from './records/older-than.ts';
import { concernsRecord, createRecordFollower, WRITE_RECORD } from './records/record-follower.ts';
import { createRecordStore } from './records/record-store.ts';
import { startRecordSweep } from './records/record-sweep.ts';
import { createRecordSweepStore } from './records/record-sweep-store.ts';

interface Base {
  readonly config: Config;
  readonly database: Database;
  readonly now: () => Date;
}

interface WorkParts {
  readonly stores: ReturnType<typeof openStores>;
  readonly stage: OpenBrains;
  readonly remove: (ref: ConversationRef) => Promise<void>;
}

/** A part of the composition root: work that follows the log, and what somebody who went has left behind. */
export function workHandlers({ config, database, now }: Base, { stores, stage, remove }: WorkParts) {
  return {
    // A node without a handler leaves such jobs to one that has it. Those from before records were turned off are done.
    ...(config.records !== 'elsewhere' && {
      [WRITE_RECORD]: createRecordFollower({
        dataDir: config.dataDir,
        records: createRecordStore(database),
        conversations: stores.conversations,
        transcript: stores.transcripts,
        isTooOld: olderThan(daysKept(config), now),
      }),
    }),
    [FILL_SEARCH]: createSearchFill(database, stores.jobs),
    [FAREWELL]: createFarewellHandler({
      store: createFarewellStore(database),
      removeConversation: remove,
      forgetAnswers: (ownerId) => stage.cache.clear(ownerId, {}),
    }),
  };
}

/** Null: for ever. */
function daysKept({ records, recordsDays }: Config): number | null {
  return records === 'on' ? recordsDays : null;
}

interface StartParts extends Base {
  readonly jobs: JobStore;
  readonly conversations: ConversationStore;
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly bus: Bus;
  readonly logger: Logger;
}

/** The log that all write, what is told about each commit, and who does the jobs that follow. */
export function startWork({ jobs, conversations, handlers, bus, logger, ...base }: StartParts) {
  const worker = base.config.role === 'web' ? null : createWorker({ store: jobs, handlers, logger });
  bus.onRing('jobs', () => worker?.poke());
  // Whoever does such work looks at once: this node, or those that are there for it.
  const poke = () => (worker ? worker.poke() : bus.ring('jobs'));
  const { records } = base.config;
  const tellRecorder = {
    on: poke,
    elsewhere: () => bus.ring('jobs'),
    off: () => undefined,
  }[records];
  const sweep = worker && sweepRecords(base, { jobs, poke, logger });
  return {
    poke,
    log: createLog(conversations, ({ ref, conversation, events }) => {
      bus.publish(ref.id, { type: 'events', gen: conversation.gen, events });
      const unnumbered = events.map(({ event }) => event);
      if (beginsToPlay(unnumbered)) bus.ring('conversations');
      if (concernsRecord(unnumbered)) tellRecorder();
    }),
    async close() {
      await sweep?.close();
      await worker?.close();
    },
  };
}

/** Null where records stay, and where another node writes them. */
function sweepRecords(
  { config, database, now }: Base,
  { jobs, poke, logger }: Pick<StartParts, 'jobs' | 'logger'> & { readonly poke: () => void },
) {
  const days = daysKept(config);
  if (days === null) return null;
  const store = createRecordSweepStore(database, { jobs, isTooOld: olderThan(days, now) });
  return startRecordSweep({ store, poke, logger });
}
