import type { Conversation, OpenTurn } from './conversation.ts';
import type { Delta } from './delta.ts';
import type { NumberedEvent } from './event.ts';
import type { Message } from './message.ts';
import { messageOf } from './message-of.ts';
import { reduceConversation } from './reduce-conversation.ts';

/** What a viewer sees of a conversation. */
export interface View {
  readonly conversation: Conversation;
  /** The newest part of the transcript, oldest first. */
  readonly messages: readonly Message[];
  /** True when older messages exist than the first of `messages`. */
  readonly earlier: boolean;
  /** The words of the turn in flight so far; empty between turns. */
  readonly liveText: string;
}

/** How one event changes what a viewer sees. An event that was applied before changes nothing. */
export function reduceView(view: View, { seq, event }: NumberedEvent): View {
  if (seq <= view.conversation.head) return view;
  const conversation = reduceConversation(view.conversation, { seq, event });
  return {
    conversation,
    messages: withMessage(view.messages, messageOf(view.conversation, { seq, event })),
    earlier: view.earlier,
    liveText: sameAttempt(view.conversation.turn, conversation.turn) ? view.liveText : '',
  };
}

/** Adds a piece of speech; returns null when pieces before it are missing. */
export function reduceDelta(view: View, delta: Delta): View | null {
  const turn = view.conversation.turn;
  if (turn?.turnId !== delta.turnId || turn.attempt !== delta.attempt) return view;
  const liveText = joinDelta(view.liveText, delta);
  if (liveText === null) return null;
  return liveText === view.liveText ? view : { ...view, liveText };
}

/** Joins a piece to the text so far: what overlaps is cut, a gap gives null. */
export function joinDelta(text: string, delta: Pick<Delta, 'offset' | 'text'>): string | null {
  if (delta.offset > text.length) return null;
  return text + delta.text.slice(text.length - delta.offset);
}

/** The id of what is said in an attempt, known from the moment it begins: a row on the page keeps its key. */
export function messageIdOf(turn: { readonly turnId: string; readonly attempt: number }): string {
  return `${turn.turnId}.${turn.attempt}`;
}

function withMessage(messages: readonly Message[], message: Message | null): readonly Message[] {
  if (message === null) return messages;
  const known = messages.findIndex(({ id }) => id === message.id);
  if (known >= 0) return messages.with(known, message);
  const last = messages.at(-1);
  // An edit of a line older than what this viewer holds: it will be read when that page is.
  return last && message.seq < last.seq ? messages : [...messages, message];
}

function sameAttempt(a: OpenTurn | null, b: OpenTurn | null): boolean {
  return a?.turnId === b?.turnId && a?.attempt === b?.attempt;
}
