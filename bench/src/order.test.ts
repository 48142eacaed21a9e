import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { conversationOf } from '@chimera/protocol/reduce-conversation';
import type { ServerFrame } from '@chimera/protocol/socket';
import { expect, test } from 'vitest';
import { noFaults, Order } from './order.ts';

const at = '2026-01-01T00:00:00.000Z';
const reason = { code: 'test', text: 'Because.' };
const place = { conversationId: 'c', gen: 'g' };

const created: EventOf<'conversation-created'> = {
  type: 'conversation-created',
  at,
  title: 'A title',
  topic: 'A topic',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 's', personaId: 'ada', name: 'Ada', brain: null, presence: 'stage' }],
};

function snapshot(head: number): ServerFrame {
  const conversation = { ...conversationOf('c', 'g', created), head };
  const view = { conversation, messages: [], earlier: false, liveText: '' };
  return { type: 'snapshot', ...place, head, view };
}

function event(seq: number, logged: Event): ServerFrame {
  return { type: 'event', ...place, seq, event: logged };
}

function started(seq: number, turnId: string): ServerFrame {
  return event(seq, { type: 'turn-started', at, turnId, attempt: 1, seatId: 's', reason });
}

function finished(seq: number, turnId: string, text: string): ServerFrame {
  const author = { kind: 'seat', seatId: 's', name: 'Ada' } as const;
  const message = {
    id: turnId,
    turnId,
    attempt: 1,
    author,
    text,
    status: 'complete',
    createdAt: at,
  } as const;
  return event(seq, { type: 'message-finished', at, message });
}

function words(turnId: string, offset: number, text: string): ServerFrame {
  return { type: 'delta', conversationId: 'c', turnId, attempt: 1, offset, text };
}

function seen(...frames: readonly ServerFrame[]): Order {
  const order = new Order();
  for (const frame of frames) order.see(frame);
  return order;
}

test('what comes once, in order and whole has no fault', () => {
  const order = seen(
    snapshot(3),
    started(4, 't'),
    words('t', 0, 'one '),
    words('t', 4, 'two'),
    finished(5, 't', 'one two'),
    started(6, 'u'),
    words('u', 0, 'three'),
    finished(7, 'u', 'three'),
  );
  expect(order.faults).toEqual(noFaults());
  expect(order).toMatchObject({ head: 7, events: 4, deltas: 3, resets: 0, firstFault: null });
});

test.each([
  ['an event is missing', [snapshot(3), started(5, 't')], { gap: 1 }],
  ['an event comes twice', [snapshot(3), started(4, 't'), started(4, 't')], { repeat: 1 }],
  ['an event comes before any snapshot', [started(1, 't')], { gap: 1 }],
  [
    'words inside a turn are missing',
    [snapshot(3), started(4, 't'), words('t', 0, 'one'), words('t', 4, 'two'), words('t', 7, '!')],
    { jump: 1 },
  ],
  [
    'the first words of a turn are missing',
    [snapshot(3), started(4, 't'), words('t', 4, 'two')],
    { jump: 1 },
  ],
  [
    'words come again',
    [snapshot(3), started(4, 't'), words('t', 0, 'one'), words('t', 2, 'e two'), finished(5, 't', 'one two')],
    { overlap: 1 },
  ],
  ['words come before their turn', [snapshot(3), words('t', 0, 'one')], { stray: 1 }],
  [
    'words come after their turn',
    [snapshot(3), started(4, 't'), words('t', 0, 'o'), finished(5, 't', 'o'), words('t', 1, 'ne')],
    { stray: 1 },
  ],
  [
    'the last words of a turn are missing',
    [snapshot(3), started(4, 't'), words('t', 0, 'one'), finished(5, 't', 'one two')],
    { unlike: 1 },
  ],
  [
    'the log has other words of the same length',
    [snapshot(3), started(4, 't'), words('t', 0, 'one'), finished(5, 't', 'two')],
    { unlike: 1 },
  ],
  [
    'words were heard that the log does not have',
    [
      snapshot(3),
      started(4, 't'),
      words('t', 0, 'one'),
      event(5, { type: 'turn-failed', at, turnId: 't', attempt: 1, seatId: 's', reason }),
    ],
    { unlike: 1 },
  ],
])('a fault is found when %s', (_, frames, faults) => {
  const order = seen(...frames);
  expect(order.faults).toEqual({ ...noFaults(), ...faults });
  expect(order.firstFault).not.toBeNull();
});

test('a second snapshot is a new start, and is counted', () => {
  const order = seen(snapshot(3), started(4, 't'), words('t', 0, 'one'), snapshot(9), started(10, 'u'));
  expect(order).toMatchObject({ resets: 1, head: 10, faults: noFaults() });
});

test('who comes back goes on after the last event, and gets the words of the open turn anew', () => {
  const order = seen(snapshot(3), started(4, 't'), words('t', 0, 'one '));
  expect(order.cursor).toEqual({ after: 4, gen: 'g' });
  order.cameBack();
  order.see(words('t', 0, 'one two'));
  order.see(finished(5, 't', 'one two'));
  expect(order).toMatchObject({ resets: 1, faults: noFaults() });
});
