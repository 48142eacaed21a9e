import type { Event, EventOf } from '@chimera/protocol/event';
import type { ConversationRef } from './conversation-ref.ts';
import type { Committed, Companion, ConversationStore, Decide } from './conversation-store.ts';

/** Tells everybody who follows a conversation what was committed. */
export type Publish = (committed: Committed) => void;

/** The one way to write a conversation: commit, then publish. */
export interface Log {
  begin(
    ref: ConversationRef,
    gen: string,
    events: readonly [EventOf<'conversation-created'>, ...Event[]],
  ): Promise<Committed>;
  append(ref: ConversationRef, decide: Decide, epoch?: number, companion?: Companion): Promise<Committed>;
}

export function createLog(store: ConversationStore, publish: Publish): Log {
  return {
    async begin(ref, gen, events) {
      const committed = await store.create(ref, gen, events);
      publish(committed);
      return committed;
    },
    async append(ref, decide, epoch, companion) {
      const committed = await store.change(ref, decide, epoch, companion);
      publish(committed);
      return committed;
    },
  };
}
