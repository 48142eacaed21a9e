import type { Conversation } from '@chimera/protocol/conversation';
import type { NumberedEvent } from '@chimera/protocol/event';
import { beginningOf, type Edits, editsOf, type EventLog, walk } from './event-log.ts';

/** One readable format, in three parts that simply follow each other. */
export interface Renderer {
  openingOf(conversation: Conversation): string;
  linesFor(numbered: NumberedEvent, before: Conversation, edits: Edits): string;
  totalsOf(conversation: Conversation): string;
}

/** A whole conversation in a format, piece by piece: only the edits of the log are held in memory. */
export async function* renderLog(
  renderer: Renderer,
  conversation: Conversation,
  log: EventLog,
): AsyncGenerator<string> {
  yield renderer.totalsOf(yield* renderLines(renderer, conversation, log));
}

/** All but the foot; returns the conversation as it is after the last event. */
export async function* renderLines(
  renderer: Renderer,
  conversation: Pick<Conversation, 'id' | 'gen' | 'title'>,
  log: EventLog,
): AsyncGenerator<string, Conversation> {
  const edits = await editsOf(log);
  const beginning = await beginningOf(log, conversation);
  yield renderer.openingOf({ ...beginning, title: conversation.title });
  let now = beginning;
  for await (const { numbered, before, after } of walk(log, beginning)) {
    yield renderer.linesFor(numbered, before, edits);
    now = after;
  }
  return now;
}
