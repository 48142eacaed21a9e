import type { ConversationFile } from '@chimera/protocol/conversation-api';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { lineOf } from './lines.ts';

const START = Date.parse('2026-03-01T20:00:00.000Z');
const MESSAGE_EVERY_MS = 9000;
const seats = [
  { id: 'seat-1', personaId: 'builtin-socrates', name: 'Socrates' },
  { id: 'seat-2', personaId: 'builtin-dorothy', name: 'Dorothy' },
] as const;

/** The log of a talk with so many messages, as an export would hold it; it was stopped at its end. */
export function longConversation(messages: number): ConversationFile {
  const events = [
    created(),
    ...Array.from({ length: messages }, (_, index) => turn(index)).flat(),
    stopped(messages),
  ];
  return { chimera: 1, events: events.map((event, index) => ({ seq: index + 1, event })) };
}

function created(): Event {
  return {
    type: 'conversation-created',
    at: timeOf(0),
    title: 'A long evening',
    topic: 'Everything that is in the drawer',
    format: 'free-talk',
    settings: { ...defaultSettings, maxTurns: 100_000 },
    seats: seats.map((seat) => ({ ...seat, brain: null, presence: 'stage' })),
  };
}

function turn(index: number): Event[] {
  const { id, personaId, name } = seats[index % 2 === 0 ? 0 : 1];
  const at = timeOf(index);
  const taken = { turnId: `turn-${index}`, attempt: 1 };
  return [
    {
      type: 'turn-started',
      at,
      ...taken,
      seatId: id,
      reason: { code: 'answers', text: 'Answers the last line.' },
    },
    {
      type: 'message-finished',
      at,
      message: {
        id: `message-${index}`,
        ...taken,
        author: { kind: 'seat', seatId: id, personaId, name },
        text: lineOf(index, 8 + ((index * 13) % 60)),
        status: 'complete',
        brain: { kind: 'demo', model: 'improviser' },
        createdAt: at,
      },
    },
  ];
}

function stopped(messages: number): Event {
  const reason = { code: 'max-turns', text: `Stopped after ${messages} turns, the limit you set.` };
  return { type: 'conversation-stopped', at: timeOf(messages), reason };
}

function timeOf(index: number): string {
  return new Date(START + index * MESSAGE_EVERY_MS).toISOString();
}
