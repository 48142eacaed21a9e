import type { Conversation, PhaseNow, Queued, Totals } from './conversation.ts';
import type { Seat } from './seat.ts';
import type { EventOf, NumberedEvent } from './event.ts';
import type { Message, UnnumberedMessage } from './message.ts';
import type { Usage } from './provider.ts';
import { unreachable } from './unreachable.ts';

/** How one event changes the conversation itself: its state, cast, queue, open turn and totals. */
export function reduceConversation(before: Conversation, { seq, event }: NumberedEvent): Conversation {
  const conversation = { ...before, head: seq, updatedAt: event.at };
  switch (event.type) {
    case 'conversation-created':
      return { ...conversationOf(before.id, before.gen, event), head: seq };
    case 'conversation-changed':
      return changed(conversation, seq, event);
    case 'conversation-stopped':
      return { ...halted(conversation, event.at), state: 'stopped', stopReason: event.reason, queue: [] };
    case 'phase-changed':
      return event.id === undefined
        ? conversation
        : { ...conversation, phase: phaseOf(seq, event, event.id) };
    case 'direction-given':
    case 'scored':
      return conversation;
    case 'brain-asked':
      return spent(conversation, event, event.seatId);
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
      const queue = queued ? withoutFirst(conversation.queue, event) : conversation.queue;
      return { ...conversation, queue, turn: { ...turn, startedAt: at } };
    }
    case 'message-finished':
      return said(closed(conversation, event.message.turnId, 1), event.message);
    case 'turn-interrupted':
    case 'turn-failed':
      return said(closed(conversation, event.turnId, 0), event.message);
    case 'turn-passed':
      return closed(conversation, event.turnId, 1);
    case 'message-edited':
      return event.turnId === undefined
        ? conversation
        : said(closed(conversation, event.turnId, 1), event.message);
    default:
      return unreachable(event);
  }
}

/** A conversation as its first event makes it. */
export function conversationOf(
  id: string,
  gen: string,
  event: EventOf<'conversation-created'>,
): Conversation {
  return {
    id,
    gen,
    title: event.title,
    topic: event.topic,
    state: 'draft',
    stepping: false,
    format: event.format,
    ...(event.script && { script: event.script }),
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

function phaseOf(seq: number, { name, at }: EventOf<'phase-changed'>, id: string): PhaseNow {
  return { id, name, sinceSeq: seq, startedAt: at };
}

function changed(before: Conversation, seq: number, event: EventOf<'conversation-changed'>): Conversation {
  const conversation = {
    ...(event.format === undefined ? before : inFormat(before, seq, event)),
    title: event.title ?? before.title,
    topic: event.topic ?? before.topic,
    settings: event.settings ?? before.settings,
  };
  if (event.state === undefined) return conversation;
  if (event.state === 'running') return begun(conversation, event.at, event.stepping ?? false);
  const paused = { ...halted(conversation, event.at), state: 'paused' as const };
  return event.reason ? { ...paused, stopReason: event.reason } : paused;
}

/** Another format begins at its first phase, whatever was said before. */
function inFormat(
  { script: _, ...before }: Conversation,
  seq: number,
  { format, script, at }: EventOf<'conversation-changed'>,
): Conversation {
  return {
    ...before,
    format: format ?? before.format,
    ...(script && { script }),
    phase: { id: '', name: '', sinceSeq: seq, startedAt: at },
  };
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

function said(conversation: Conversation, message: UnnumberedMessage | undefined): Conversation {
  return message ? spent(conversation, message, message.author.seatId) : conversation;
}

/** Counts for the conversation and for the seat that it was used for. */
function spent(
  conversation: Conversation,
  { usage, cost }: Pick<Message, 'usage' | 'cost'>,
  seatId: string | undefined,
): Conversation {
  if (!usage) return conversation;
  const bySeat = conversation.usageBySeat ?? {};
  const before = seatId === undefined ? undefined : (bySeat[seatId] ?? NOTHING_USED);
  return {
    ...conversation,
    usage: sumOf(conversation.usage, usage, cost),
    ...(seatId !== undefined &&
      before && { usageBySeat: { ...bySeat, [seatId]: sumOf(before, usage, cost) } }),
  };
}

const NOTHING_USED: Totals = { inputTokens: 0, outputTokens: 0 };

function sumOf(before: Totals, usage: Usage, cost: number | undefined): Totals {
  const cached = added(before.cachedInputTokens, usage.cachedInputTokens);
  const total = added(before.cost, cost);
  return {
    inputTokens: bounded(before.inputTokens + usage.inputTokens),
    outputTokens: bounded(before.outputTokens + usage.outputTokens),
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(total !== undefined && { cost: total }),
    ...((before.estimated || usage.estimated) && { estimated: true }),
    ...((before.unpriced || cost === undefined) && { unpriced: true }),
  };
}

/** A file may hold any numbers; the sum of them is still one that can be stored and read. */
function bounded(sum: number): number {
  return Math.max(0, Math.min(sum, Number.MAX_SAFE_INTEGER));
}

/** What nobody told stays unknown, which is not zero. */
function added(sum: number | undefined, more: number | undefined): number | undefined {
  return more === undefined ? sum : bounded((sum ?? 0) + more);
}

type SeatChanges = Omit<EventOf<'seat-changed'>, 'type' | 'at' | 'seatId'>;

function changedSeat({ waiting, fallbacks, personaVersion, ...seat }: Seat, changes: SeatChanges): Seat {
  const standby = changes.fallbacks === undefined ? fallbacks : changes.fallbacks;
  // Another brain need not wait for what the last one waited for.
  const wait = changes.waiting === undefined && changes.brain === undefined ? waiting : changes.waiting;
  const version = changes.sheet?.version ?? personaVersion;
  return {
    ...seat,
    ...(version !== undefined && { personaVersion: version }),
    name: changes.name ?? seat.name,
    brain: changes.brain === undefined ? seat.brain : changes.brain,
    presence: changes.presence ?? seat.presence,
    ...(standby && { fallbacks: standby }),
    ...(wait && { waiting: wait }),
  };
}

function without(seats: readonly Seat[], seatId: string): Seat[] {
  return seats.filter(({ id }) => id !== seatId);
}

/** The entry that a turn was taken from: the first of its seat, for the same message. */
function withoutFirst(queue: readonly Queued[], { seatId, replaces }: EventOf<'turn-started'>): Queued[] {
  const first = queue.findIndex((queued) => queued.seatId === seatId && queued.replaces === replaces);
  return queue.filter((_, index) => index !== first);
}
