import type { Conversation } from './conversation.ts';
import type { Reason, Seat } from './seat.ts';
import type { EventOf, NumberedEvent } from './event.ts';
import { END } from './format-path.ts';
import type { Message } from './message.ts';
import { unreachable } from './unreachable.ts';

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
      return event.id === END ? null : systemLine(seq, event.at, { code: 'phase', text: phaseText(event) });
    case 'scored':
      return systemLine(seq, event.at, { code: 'points', text: event.text });
    case 'direction-given':
      return systemLine(seq, event.at, {
        code: event.reason.code,
        text: `${event.reason.text} ${event.text}`,
      });
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
    case 'brain-asked':
    case 'queue-changed':
    case 'turn-started':
    case 'turn-passed':
      return null;
    default:
      return unreachable(event);
  }
}

/** The phase's name, and on a line of its own what the stage says to all. */
function phaseText({ name, open }: EventOf<'phase-changed'>): string {
  return open === undefined ? name : `${name}\n${open}`;
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
    const why = event.reason ? ` ${event.reason.text}` : '';
    return systemLine(seq, event.at, { code: 'presence', text: text + why });
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

function nameOf(conversation: Conversation, seatId: string): string {
  return conversation.seats.find(({ id }) => id === seatId)?.name ?? 'Somebody';
}
