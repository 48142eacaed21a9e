import type { Conversation, OpenTurn, Reason, Seat } from './conversation.ts';
import type { Event, EventOf, NumberedEvent } from './event.ts';
import type { Message } from './message.ts';
import type { Delta } from './delta.ts';
import { unreachable } from './unreachable.ts';

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

/** A conversation as its first event makes it. */
export function conversationOf(
  id: string,
  gen: string,
  event: Extract<Event, { type: 'conversation-created' }>,
): Conversation {
  return {
    id,
    gen,
    title: event.title,
    topic: event.topic,
    state: 'draft',
    stepping: false,
    format: event.format,
    settings: event.settings,
    seats: event.seats,
    queue: [],
    turn: null,
    turns: 0,
    run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: null, playedMs: 0 },
    head: 1,
    createdAt: event.at,
    updatedAt: event.at,
    usage: { inputTokens: 0, outputTokens: 0 },
    ...(event.forkedFrom && { forkedFrom: event.forkedFrom }),
  };
}

/** How one event changes the conversation itself: its state, cast, queue, open turn and totals. */
export function reduceConversation(before: Conversation, { seq, event }: NumberedEvent): Conversation {
  const conversation = { ...before, head: seq, updatedAt: event.at };
  switch (event.type) {
    case 'conversation-created':
      return { ...conversationOf(before.id, before.gen, event), head: seq };
    case 'conversation-changed':
      return changed(conversation, event);
    case 'conversation-stopped':
      return { ...halted(conversation, event.at), state: 'stopped', stopReason: event.reason, queue: [] };
    case 'phase-changed':
      return conversation;
    case 'seat-added':
      return { ...conversation, seats: [...without(conversation.seats, event.seat.id), event.seat] };
    case 'seat-changed': {
      const { type: _, at: __, seatId, ...changes } = event;
      const seats = conversation.seats.map((seat) =>
        seat.id === seatId ? changedSeat(seat, changes) : seat,
      );
      return { ...conversation, seats };
    }
    case 'seat-removed':
      return {
        ...conversation,
        seats: without(conversation.seats, event.seatId),
        queue: conversation.queue.filter((queued) => queued.seatId !== event.seatId),
      };
    case 'queue-changed':
      return { ...conversation, queue: event.queue };
    case 'turn-started': {
      const { type: _, at, queued, ...turn } = event;
      const queue = queued ? withoutFirst(conversation.queue, event.seatId) : conversation.queue;
      return { ...conversation, queue, turn: { ...turn, startedAt: at } };
    }
    case 'message-finished':
      return spent(closed(conversation, event.message.turnId, 1), event.message);
    case 'turn-interrupted':
    case 'turn-failed':
      return spent(closed(conversation, event.turnId, 0), event.message);
    case 'turn-passed':
      return closed(conversation, event.turnId, 1);
    case 'message-edited':
      return event.turnId === undefined
        ? conversation
        : spent(closed(conversation, event.turnId, 1), event.message);
    default:
      return unreachable(event);
  }
}

/** The line that an event adds to (or replaces in) the transcript, when it does. */
export function messageOf(before: Conversation, { seq, event }: NumberedEvent): Message | null {
  switch (event.type) {
    case 'message-finished':
      return { ...event.message, seq };
    case 'message-edited':
      return event.message;
    case 'turn-interrupted':
      return event.message ? { ...event.message, seq } : null;
    case 'turn-failed':
      return event.message ? { ...event.message, seq } : systemLine(seq, event.at, event.reason);
    case 'conversation-stopped':
      return systemLine(seq, event.at, event.reason);
    case 'conversation-changed':
      return changeLine(before, seq, event);
    case 'phase-changed':
      return systemLine(seq, event.at, { code: 'phase', text: event.name });
    case 'seat-added':
      return systemLine(seq, event.at, { code: 'seat-added', text: `${event.seat.name} joins.` });
    case 'seat-removed':
      return systemLine(seq, event.at, {
        code: 'seat-removed',
        text: `${nameOf(before, event.seatId)} leaves.`,
      });
    case 'seat-changed':
      return seatLine(before, seq, event);
    case 'conversation-created':
    case 'queue-changed':
    case 'turn-started':
    case 'turn-passed':
      return null;
    default:
      return unreachable(event);
  }
}

function changed(
  before: Conversation,
  event: Extract<Event, { type: 'conversation-changed' }>,
): Conversation {
  const conversation = {
    ...before,
    title: event.title ?? before.title,
    topic: event.topic ?? before.topic,
    format: event.format ?? before.format,
    settings: event.settings ?? before.settings,
  };
  if (event.state === undefined) return conversation;
  if (event.state === 'running') return begun(conversation, event.at, event.stepping ?? false);
  const paused = { ...halted(conversation, event.at), state: 'paused' as const };
  return event.reason ? { ...paused, stopReason: event.reason } : paused;
}

/** Limits count from a fresh start, not from a pause. */
function begun({ stopReason: _, ...before }: Conversation, at: string, stepping: boolean): Conversation {
  const fresh = before.state === 'draft' || before.state === 'stopped';
  const startedAt = before.state === 'running' ? before.run.startedAt : at;
  const run = fresh
    ? {
        turnsBefore: before.turns,
        tokensBefore: before.usage.inputTokens + before.usage.outputTokens,
        costBefore: before.usage.cost ?? 0,
        startedAt,
        playedMs: 0,
      }
    : { ...before.run, startedAt };
  return { ...before, state: 'running', stepping, run };
}

function halted({ stopReason: _, ...before }: Conversation, at: string): Conversation {
  const { startedAt, playedMs } = before.run;
  const sinceMs = startedAt === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(startedAt));
  return {
    ...before,
    stepping: false,
    run: { ...before.run, startedAt: null, playedMs: playedMs + sinceMs },
  };
}

function closed(conversation: Conversation, turnId: string | undefined, turns: number): Conversation {
  if (turnId === undefined || conversation.turn?.turnId !== turnId) return conversation;
  return { ...conversation, turn: null, turns: conversation.turns + turns };
}

function spent(
  conversation: Conversation,
  message: Pick<Message, 'usage' | 'cost'> | undefined,
): Conversation {
  if (!message?.usage) return conversation;
  const { inputTokens, outputTokens, cost } = conversation.usage;
  const total = message.cost === undefined ? cost : (cost ?? 0) + message.cost;
  return {
    ...conversation,
    usage: {
      inputTokens: inputTokens + message.usage.inputTokens,
      outputTokens: outputTokens + message.usage.outputTokens,
      ...(total !== undefined && { cost: total }),
    },
  };
}

type SeatChanges = Omit<Extract<Event, { type: 'seat-changed' }>, 'type' | 'at' | 'seatId'>;

function changedSeat(seat: Seat, changes: SeatChanges): Seat {
  return {
    ...seat,
    name: changes.name ?? seat.name,
    brain: changes.brain === undefined ? seat.brain : changes.brain,
    presence: changes.presence ?? seat.presence,
  };
}

function changeLine(
  before: Conversation,
  seq: number,
  event: EventOf<'conversation-changed'>,
): Message | null {
  if (event.state === 'paused' && event.reason) return systemLine(seq, event.at, event.reason);
  if (event.topic === undefined || event.topic === before.topic) return null;
  return systemLine(seq, event.at, { code: 'topic', text: `The topic is now: ${event.topic}` });
}

function seatLine(before: Conversation, seq: number, event: EventOf<'seat-changed'>): Message | null {
  const seat = before.seats.find(({ id }) => id === event.seatId);
  if (!seat) return null;
  if (event.presence !== undefined && event.presence !== seat.presence) {
    const text = {
      stage: `${seat.name} comes back on stage.`,
      listening: `${seat.name} only listens now.`,
      away: `${seat.name} goes away.`,
    }[event.presence];
    return systemLine(seq, event.at, { code: 'presence', text });
  }
  if (event.brain === undefined) return null;
  return systemLine(seq, event.at, { code: 'brain', text: brainChange(seat, event.brain) });
}

function brainChange({ name, brain: before }: Seat, brain: Seat['brain']): string {
  if (brain !== null && 'human' in brain) return `${name} is played by a person now.`;
  if (brain !== null)
    return `${name} speaks through ${brain.connectionId} · ${brain.model} from the next turn on.`;
  return before !== null && 'human' in before
    ? `${name} is given back.`
    : `${name} speaks through whatever is ready from the next turn on.`;
}

/** A line by the house itself. It has the same id wherever it is derived. */
function systemLine(seq: number, at: string, reason: Reason): Message {
  return {
    id: `line-${seq}`,
    seq,
    author: { kind: 'system', name: 'Chimera' },
    text: reason.text,
    status: 'complete',
    reason: reason.code,
    createdAt: at,
  };
}

function withMessage(messages: readonly Message[], message: Message | null): readonly Message[] {
  if (message === null) return messages;
  const known = messages.findIndex(({ id }) => id === message.id);
  if (known >= 0) return messages.with(known, message);
  const last = messages.at(-1);
  // An edit of a line older than what this viewer holds: it will be read when that page is.
  return last && message.seq < last.seq ? messages : [...messages, message];
}

function without(seats: readonly Seat[], seatId: string): Seat[] {
  return seats.filter(({ id }) => id !== seatId);
}

function withoutFirst<T extends { seatId: string }>(queue: readonly T[], seatId: string): T[] {
  const first = queue.findIndex((queued) => queued.seatId === seatId);
  return queue.filter((_, index) => index !== first);
}

function nameOf(conversation: Conversation, seatId: string): string {
  return conversation.seats.find(({ id }) => id === seatId)?.name ?? 'Somebody';
}

function sameAttempt(a: OpenTurn | null, b: OpenTurn | null): boolean {
  return a?.turnId === b?.turnId && a?.attempt === b?.attempt;
}
