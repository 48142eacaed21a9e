import type { Conversation } from '@chimera/protocol/conversation';
import { endedTurn } from '@chimera/protocol/ended-turn';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { messageOf } from '@chimera/protocol/message-of';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import { isDeepStrictEqual } from 'node:util';

/** All that is stored of one conversation. */
export interface StoredConversation {
  readonly conversation: Conversation;
  readonly head: number;
  readonly events: readonly (NumberedEvent & { readonly epoch: number })[];
  readonly messages: readonly Message[];
}

/** What is wrong with a stored conversation, in sentences; empty when its log keeps every promise. */
export function verifyConversation(stored: StoredConversation): string[] {
  return [...positionProblems(stored), ...turnProblems(stored), ...replayProblems(stored)];
}

/** Positions run 1…head without a gap, and no owner wrote after a later one. */
function positionProblems({ events, head }: StoredConversation): string[] {
  const problems: string[] = [];
  let epoch = 0;
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1)
      return [...problems, `Position ${index + 1} is missing or doubled: found ${event.seq}.`];
    if (event.epoch < epoch)
      problems.push(`Position ${event.seq} was written by epoch ${event.epoch}, after epoch ${epoch}.`);
    epoch = Math.max(epoch, event.epoch);
  }
  if (events.length !== head) problems.push(`The head is ${head}, but the log has ${events.length} events.`);
  return problems;
}

/** Every attempt is ended once, a new one begins only after the last has ended, a turn is finished at most once. */
function turnProblems({ events, conversation }: StoredConversation): string[] {
  const problems: string[] = [];
  const finished = new Set<string>();
  let open: { turnId: string; attempt: number } | null = null;
  for (const { seq, event } of events) {
    if (event.type === 'turn-started') {
      if (open) problems.push(`Position ${seq}: a turn begins while ${open.turnId} is open.`);
      open = { turnId: event.turnId, attempt: event.attempt };
      continue;
    }
    const ended = endedTurn(event);
    if (!ended) continue;
    if (open?.turnId !== ended.turnId)
      problems.push(`Position ${seq}: turn ${ended.turnId} ends, but it is not open.`);
    if (ended.isFinal && finished.has(ended.turnId))
      problems.push(`Position ${seq}: turn ${ended.turnId} is finished twice.`);
    if (ended.isFinal) finished.add(ended.turnId);
    open = null;
  }
  if (open?.turnId !== conversation.turn?.turnId) {
    problems.push(
      `The log ends with ${open?.turnId ?? 'no turn'} open, the conversation says ${conversation.turn?.turnId ?? 'none'}.`,
    );
  }
  return problems;
}

/** What is read from is what the log says. */
function replayProblems({ conversation, events, messages }: StoredConversation): string[] {
  const [first, ...rest] = events;
  if (first?.event.type !== 'conversation-created')
    return ['The log does not begin with conversation-created.'];
  let replayed = conversationOf(conversation.id, conversation.gen, first.event);
  const lines = new Map<string, Message>();
  for (const numbered of rest) {
    const message = messageOf(replayed, numbered);
    if (message) lines.set(message.id, message);
    replayed = reduceConversation(replayed, numbered);
  }
  const problems: string[] = [];
  if (!isDeepStrictEqual(plain(replayed), plain(conversation))) {
    problems.push('The stored conversation differs from a replay of its log.');
  }
  const expected = [...lines.values()].toSorted((a, b) => a.seq - b.seq);
  if (!isDeepStrictEqual(plain(expected), plain(messages))) {
    problems.push('The stored transcript differs from a replay of the log.');
  }
  return problems;
}

/** As JSON carries it: without fields that are undefined. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
