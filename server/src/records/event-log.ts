import { setImmediate } from 'node:timers/promises';
import type { Conversation } from '@chimera/protocol/conversation';
import type { EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import { ChimeraError } from '../errors.ts';

/** The events of one conversation from the first on. It can be walked more than once. */
export type EventLog = Iterable<NumberedEvent> | AsyncIterable<NumberedEvent>;

/** Events after a position, in order; fewer than `limit` when there are no more. */
export type ReadPage = (after: number, limit: number) => Promise<readonly NumberedEvent[]>;

/** So many are read and checked in some milliseconds, in which nothing else happens on this node. */
const PAGE_LENGTH = 200;

/** A log that is read page by page while it is walked, up to the position `head`. */
export function pagedLog(readPage: ReadPage, head: number): AsyncIterable<NumberedEvent> {
  return {
    async *[Symbol.asyncIterator]() {
      let after = 0;
      while (after < head) {
        const page = await readPage(after, Math.min(PAGE_LENGTH, head - after));
        if (page.length === 0) return;
        yield* page;
        after += page.length;
        // SQLite answers at once: without a pause a long log would keep everybody else waiting to its end.
        await setImmediate();
      }
    },
  };
}

/** Messages that were changed after they were said, as they are now, by id. */
export type Edits = ReadonlyMap<string, Message>;

export async function editsOf(log: EventLog): Promise<Edits> {
  const edits = new Map<string, Message>();
  for await (const { event } of log) {
    if (event.type === 'message-edited') edits.set(event.message.id, event.message);
  }
  return edits;
}

/** One event with the conversation as it was before and is after it. */
export interface Step {
  readonly numbered: NumberedEvent;
  readonly before: Conversation;
  readonly after: Conversation;
}

/** Walks a log from a conversation that stands right before its first event. */
export async function* walk(log: EventLog, from: Conversation): AsyncGenerator<Step> {
  let before = from;
  for await (const numbered of log) {
    const after = reduceConversation(before, numbered);
    yield { numbered, before, after };
    before = after;
  }
}

/** The conversation as its first event made it: where every record begins. */
export async function beginningOf(
  log: EventLog,
  { id, gen }: Pick<Conversation, 'id' | 'gen'>,
): Promise<Conversation> {
  const created = await firstOf(log);
  return conversationOf(id, gen, created);
}

async function firstOf(log: EventLog): Promise<EventOf<'conversation-created'>> {
  for await (const { event } of log) {
    if (event.type === 'conversation-created') return event;
    break;
  }
  throw new ChimeraError('internal', 'The log of this conversation has no beginning.');
}
