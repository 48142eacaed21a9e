import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import { type CheckpointStore, createCheckpointStore } from '../src/conversations/checkpoint-store.ts';
import type { ConversationRef } from '../src/conversations/conversation-ref.ts';
import { createConversationStore } from '../src/conversations/conversation-store.ts';
import { createLeaseStore } from '../src/conversations/lease-store.ts';
import { createLedgerStore } from '../src/conversations/ledger-store.ts';
import { createLog, type Log } from '../src/conversations/log.ts';
import { play } from '../src/conversations/play-commands.ts';
import { createPromptStore } from '../src/conversations/prompt-store.ts';
import { createTranscriptStore } from '../src/conversations/transcript-store.ts';
import type { Database } from '../src/db/open-database.ts';
import type { Barred, OverLimit } from '../src/engine/allowance.ts';
import { Engine } from '../src/engine/engine.ts';
import type { Bus } from '../src/live/bus.ts';
import { Speeches } from '../src/live/speech.ts';
import { silentLogger } from '../src/logger.ts';
import { personaById } from '../src/personas/catalog.ts';
import { createPersonaStore } from '../src/personas/persona-store.ts';
import { createRepertoire } from '../src/personas/repertoire.ts';
import { createSeatSheetStore } from '../src/personas/seat-sheet-store.ts';
import type { Provider } from '../src/providers/provider.ts';
import { liveParts } from './live-parts.ts';

export interface EngineOptions {
  /** Names the node. */
  readonly node: string;
  /** One that others have as well; absent: its own. */
  readonly bus?: Bus;
  /** Speaks for every seat. */
  readonly brain: Provider;
  readonly barred?: Barred;
  readonly overLimit?: OverLimit;
  /** Stands between the engine and its log. */
  readonly log?: (log: Log) => Log;
  /** Stands between the engine and the words that are saved while they are said. */
  readonly checkpoints?: (store: CheckpointStore) => CheckpointStore;
}

/** An engine, started, on this database: nobody serves it, and other nodes tell it nothing but what the bus brings. */
export function engineOn(database: Database, options: EngineOptions) {
  const parts = liveParts(database, options);
  const { bus } = parts;
  const conversations = createConversationStore(database, async () => undefined);
  const log = createLog(conversations, ({ conversation, events }) =>
    bus.publish(conversation.id, { type: 'events', gen: conversation.gen, events }),
  );
  const checkpoints = createCheckpointStore(database);
  const engine = new Engine({
    ...parts,
    log: options.log?.(log) ?? log,
    leases: createLeaseStore(database),
    conversations,
    transcripts: createTranscriptStore(database),
    prompts: createPromptStore(database),
    checkpoints: options.checkpoints?.(checkpoints) ?? checkpoints,
    ledgers: createLedgerStore(database),
    speeches: new Speeches(bus),
    repertoire: createRepertoire({
      personas: createPersonaStore(database),
      seatSheets: createSeatSheetStore(database),
    }),
    logger: silentLogger,
    now: () => new Date(),
    askFor:
      () =>
      (_, __, { promptFor, ...ask }, signal) => {
        const chosen = { connectionId: 'demo', kind: 'demo' as const, model: 'm', sampling: {} };
        const request = { ...ask, model: 'm', sampling: {}, prompt: promptFor(chosen) };
        return options.brain.stream(request, signal);
      },
    viewers: () => 1,
    unwatchedMs: 60_000,
    costOf: async () => undefined,
    overLimit: options.overLimit ?? (async () => null),
    barred: options.barred ?? (async () => new Set<string>()),
    chance: Math.random,
    newId: randomUUID,
  });
  engine.start();
  return { engine, bus };
}

/** A conversation of two that plays without pauses, written by nobody's request. */
export async function beginTalk(database: Database, ref: ConversationRef): Promise<void> {
  const at = new Date().toISOString();
  const conversations = createConversationStore(database, async () => undefined);
  const seats = ['builtin-socrates', 'builtin-bruno'].map((personaId) => ({
    id: `seat-${personaId}`,
    personaId,
    name: personaById(personaId)?.name ?? '',
    brain: null,
    presence: 'stage' as const,
  }));
  const settings = { ...defaultSettings, pace: 'instant' as const, maxTurns: 500 };
  const created = {
    type: 'conversation-created' as const,
    at,
    title: 'T',
    topic: 'T',
    format: 'round-robin',
  };
  await conversations.create(ref, randomUUID(), [{ ...created, settings, seats }]);
  await conversations.change(ref, (conversation) => play(conversation, { at, newId: randomUUID }));
}
