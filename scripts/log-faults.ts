import { isDeepStrictEqual } from 'node:util';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Event, NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { conversationOf, messageOf, reduceConversation } from '@chimera/protocol/view';

/** A conversation as a database holds it. */
export interface StoredConversation {
  readonly id: string;
  readonly gen: string;
  readonly head: number;
  readonly document: Conversation;
  /** In the order of `seq`. */
  readonly events: readonly (NumberedEvent & { readonly epoch: number })[];
  readonly messages: readonly Message[];
}

/** What is wrong with a stored conversation: gaps, broken turns, and whatever a replay of its log does not give again. */
export function logFaults(stored: StoredConversation): readonly string[] {
  const order = orderFaults(stored);
  // A log with gaps cannot be replayed.
  return order.length > 0 ? order : replayFaults(stored);
}

function orderFaults({ head, events }: StoredConversation): string[] {
  const faults: string[] = [];
  for (const [index, { seq }] of events.entries()) {
    if (seq === index + 1) continue;
    faults.push(`position ${index + 1} is missing: ${seq} is in its place`);
    break;
  }
  if (events.length !== head) faults.push(`the head is ${head}, but the log has ${events.length} events`);
  const late = events.find(({ epoch }, index) => epoch < (events[index - 1]?.epoch ?? 0));
  if (late) faults.push(`position ${late.seq} was written by an owner of an older epoch`);
  if (events[0]?.event.type !== 'conversation-created')
    faults.push('the log does not begin with its creation');
  return faults;
}

function replayFaults({ id, gen, document, events, messages }: StoredConversation): string[] {
  const faults: string[] = [];
  const said = new Map<string, Message>();
  let conversation: Conversation | null = null;
  for (const { seq, event } of events) {
    if (event.type === 'conversation-created') {
      conversation = { ...conversationOf(id, gen, event), head: seq };
      continue;
    }
    if (conversation === null) break;
    const fault = turnFault(conversation, event);
    if (fault) faults.push(`position ${seq}: ${fault}`);
    const message = messageOf(conversation, { seq, event });
    if (message) said.set(message.id, message);
    conversation = reduceConversation(conversation, { seq, event });
  }
  if (!isSame(conversation, document))
    faults.push('a replay of the log gives another conversation than its row');
  const kept = new Map(messages.map((message) => [message.id, message]));
  for (const [messageId, message] of said) {
    if (!isSame(message, kept.get(messageId))) faults.push(`message ${messageId} is not what the log says`);
  }
  for (const messageId of kept.keys()) {
    if (!said.has(messageId)) faults.push(`message ${messageId} is not in the log`);
  }
  return faults;
}

/** Each attempt begins when no other is open, and is closed once. */
function turnFault({ turn }: Conversation, event: Event): string | null {
  if (event.type === 'turn-started') {
    return turn === null ? null : `turn ${event.turnId} begins while ${turn.turnId} is open`;
  }
  const closed = closedTurn(event);
  return closed === null || closed === turn?.turnId ? null : `turn ${closed} is closed, but it is not open`;
}

function closedTurn(event: Event): string | null {
  if (event.type === 'message-finished') return event.message.turnId ?? null;
  return 'turnId' in event && event.type !== 'turn-started' ? (event.turnId ?? null) : null;
}

/** Equal as JSON: what a database gave back has no fields that are undefined. */
function isSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(asStored(a), asStored(b));
}

function asStored(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
