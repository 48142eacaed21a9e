import type { Conversation } from '@chimera/protocol/conversation';
import type { Event, EventOf, NumberedEvent } from '@chimera/protocol/event';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { Committed, Decide } from '../conversations/conversation-store.ts';
import type { Log } from '../conversations/log.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import { notFound } from '../errors.ts';

/**
 * The log of a talk that nobody keeps: decided and applied as any other, and gone with whoever holds it. Words of a
 * turn that broke off are not in it either: they are asked for again from the start.
 */
export class UnkeptLog implements Pick<Log, 'append'>, Pick<TranscriptStore, 'events' | 'message'> {
  readonly ref: ConversationRef;
  readonly #onEvent: (event: Event) => void;
  readonly #events: NumberedEvent[] = [];
  #conversation: Conversation;

  constructor(
    ref: ConversationRef,
    created: EventOf<'conversation-created'>,
    onEvent: (event: Event) => void,
  ) {
    this.ref = ref;
    this.#onEvent = onEvent;
    this.#conversation = conversationOf(ref.id, ref.id, created);
    this.#events.push({ seq: this.#conversation.head, event: created });
  }

  async append(_: ConversationRef, decide: Decide): Promise<Committed> {
    const events = decide(this.#conversation).map((event) => this.#take(event));
    for (const { event } of events) this.#onEvent(event);
    return { ref: this.ref, conversation: this.#conversation, events };
  }

  async events(_: ConversationRef, after: number, limit: number): Promise<NumberedEvent[]> {
    return this.#events.filter(({ seq }) => seq > after).slice(0, limit);
  }

  /** Nothing is said again here. */
  async message(): Promise<never> {
    throw notFound('message');
  }

  #take(event: Event): NumberedEvent {
    const numbered = { seq: this.#conversation.head + 1, event: withoutHalf(event) };
    this.#events.push(numbered);
    this.#conversation = reduceConversation(this.#conversation, numbered);
    return numbered;
  }
}

function withoutHalf(event: Event): Event {
  if (event.type !== 'turn-interrupted') return event;
  const { message: _, ...rest } = event;
  return rest;
}
