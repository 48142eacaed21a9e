import { type Conversation, defaultSettings } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Event, EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { UnnumberedMessage } from '@chimera/protocol/message';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';

export const socrates: Seat = { id: 's1', personaId: 'socrates', name: 'Socrates', brain: null, presence: 'stage' };
export const ines: Seat = {
  id: 's2',
  personaId: 'ines',
  name: 'Ines',
  brain: { connectionId: 'ollama', model: 'llama3.2' },
  presence: 'stage',
};
const dorothy: Seat = { ...socrates, id: 's3', personaId: 'dorothy', name: 'Dorothy', brain: { human: true } };

/** Minutes after nine on the first evening; 900 is past midnight. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2025, 10, 22, 9, minutes)).toISOString();
}

export function created(changes: Partial<EventOf<'conversation-created'>> = {}): EventOf<'conversation-created'> {
  return {
    type: 'conversation-created',
    at: at(0),
    title: 'Is a joke a kind of knowledge?',
    topic: 'What a joke knows',
    format: 'free-talk',
    settings: defaultSettings,
    seats: [socrates, ines],
    ...changes,
  };
}

export function line(
  id: string,
  text: string,
  changes: Partial<UnnumberedMessage> = {},
  minutes = 1,
): EventOf<'message-finished'> {
  return { type: 'message-finished', at: at(minutes), message: message(id, text, changes, minutes) };
}

export function message(
  id: string,
  text: string,
  changes: Partial<UnnumberedMessage> = {},
  minutes = 1,
): UnnumberedMessage {
  return {
    id,
    author: { kind: 'seat', seatId: 's1', personaId: 'socrates', name: 'Socrates' },
    text,
    status: 'complete',
    createdAt: at(minutes),
    ...changes,
  };
}

export function turn(turnId: string, seatId: string, minutes: number, attempt = 1): EventOf<'turn-started'> {
  return {
    type: 'turn-started',
    at: at(minutes),
    turnId,
    attempt,
    seatId,
    reason: { code: 'open', text: 'The floor is open.' },
  };
}

export function numbered(events: readonly Event[]): NumberedEvent[] {
  return events.map((event, index) => ({ seq: index + 1, event }));
}

export function conversationAfter(events: readonly NumberedEvent[], id = 'c1'): Conversation {
  const [first, ...rest] = events;
  if (first?.event.type !== 'conversation-created') throw new Error('A log begins with its creation.');
  return rest.reduce(reduceConversation, conversationOf(id, 'g1', first.event));
}

/** A conversation in which all happens that a record has words for. */
export const sampleEvents: readonly Event[] = [
  created(),
  { type: 'conversation-changed', at: at(1), state: 'running' },
  turn('t1', 's1', 1),
  line('m1', 'What is a **joke**?', {
    turnId: 't1',
    attempt: 1,
    brain: { kind: 'ollama', model: 'llama3.2', fallbackFrom: 'gpt-5' },
    usage: { inputTokens: 1000, outputTokens: 20 },
    cost: 0.0213,
    cached: true,
  }),
  line('m2', 'A hush falls.\n\nThen rain.', { author: { kind: 'narrator', name: 'Narrator' } }, 2),
  line('m3', 'Tease him.', { author: { kind: 'human', userId: 'u1', name: 'You' }, to: ['s2'] }, 3),
  turn('t2', 's2', 4),
  {
    type: 'turn-interrupted',
    at: at(5),
    turnId: 't2',
    attempt: 1,
    seatId: 's2',
    reason: { code: 'director', text: 'The director cut in.' },
    message: message(
      'm4',
      'Well, a joke is',
      { turnId: 't2', attempt: 1, author: { kind: 'seat', seatId: 's2', name: 'Ines' }, status: 'interrupted' },
      5,
    ),
  },
  { type: 'seat-added', at: at(6), seat: dorothy },
  turn('t3', 's3', 7),
  {
    type: 'turn-passed',
    at: at(8),
    turnId: 't3',
    attempt: 1,
    seatId: 's3',
    reason: { code: 'nothing', text: 'Nothing to add.' },
  },
  turn('t4', 's1', 9),
  {
    type: 'turn-failed',
    at: at(10),
    turnId: 't4',
    attempt: 1,
    seatId: 's1',
    reason: { code: 'no-brain', text: 'gpt-5 timed out.' },
  },
  {
    type: 'message-edited',
    at: at(11),
    message: { ...message('m1', 'What *is* a joke, my friend?'), seq: 4, editedAt: at(11) },
  },
  { type: 'seat-changed', at: at(12), seatId: 's2', presence: 'listening', brain: null },
  { type: 'conversation-changed', at: at(13), topic: 'Puns' },
  { type: 'phase-changed', at: at(14), name: 'Closing' },
  { type: 'seat-removed', at: at(15), seatId: 's3' },
  line('m5', 'Good morning.', {}, 900),
  { type: 'conversation-stopped', at: at(901), reason: { code: 'passed', text: 'Nobody had more to say.' } },
];

export const sampleLog: readonly NumberedEvent[] = numbered(sampleEvents);
