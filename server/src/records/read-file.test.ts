import type { Event } from '@chimera/protocol/event';
import { describe, expect, test } from 'vitest';
import { ChimeraError } from '../errors.ts';
import {
  at,
  conversationAfter,
  created,
  ines,
  line,
  message,
  numbered,
  sampleEvents,
  socrates,
  turn,
} from './__fixtures__/sample-log.ts';
import { type FirstEvents, readFile } from './read-file.ts';

function read(events: readonly Event[], userId = 'u1'): FirstEvents {
  let next = 0;
  const newId = () => `new-${(next += 1)}`;
  return readFile({ chimera: 1, events: numbered(events) }, { userId, newId });
}

function problemOf(work: () => unknown): ChimeraError {
  try {
    work();
  } catch (error) {
    if (error instanceof ChimeraError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

test('a file that Chimera wrote comes back whole', () => {
  const events = read(sampleEvents);
  expect(events.map(({ type }) => type)).toEqual(sampleEvents.map(({ type }) => type));
  expect(conversationAfter(numbered(events))).toEqual(conversationAfter(numbered(sampleEvents)));
});

test('messages get new ids, everywhere the same', () => {
  const events = read([
    created(),
    line('m1', 'One'),
    line('m2', 'Two'),
    { ...turn('t1', 's1', 2), replaces: 'm1' },
    { type: 'message-edited', at: at(3), turnId: 't1', message: { ...message('m1', 'Better'), seq: 2 } },
  ]);
  expect(events).toMatchObject([
    { type: 'conversation-created' },
    { message: { id: 'new-1', text: 'One' } },
    { message: { id: 'new-2', text: 'Two' } },
    { replaces: 'new-1' },
    { message: { id: 'new-1', seq: 2, text: 'Better' } },
  ]);
});

test('a turn that is open at the end is closed, and a conversation that played is paused', () => {
  const events = read([
    created(),
    { type: 'conversation-changed', at: at(1), state: 'running' },
    turn('t1', 's1', 2),
  ]);
  expect(events.slice(3)).toEqual([
    {
      type: 'turn-interrupted',
      at: at(2),
      turnId: 't1',
      attempt: 1,
      seatId: 's1',
      reason: { code: 'copied', text: 'The copy ends in the middle of this turn.' },
    },
    {
      type: 'conversation-changed',
      at: at(2),
      state: 'paused',
      reason: { code: 'copied', text: 'A copy waits until it is played.' },
    },
  ]);
  const conversation = conversationAfter(numbered(events));
  expect(conversation).toMatchObject({ state: 'paused', turn: null });
});

test("one's own lines stay one's own, another user's become nobody's", () => {
  const human = line('m1', 'Hello.', { author: { kind: 'human', userId: 'u1', name: 'You' } });
  expect(read([created(), human], 'u1')[1]).toMatchObject({ message: { author: { userId: 'u1' } } });
  expect(read([created(), human], 'u2')[1]).toHaveProperty('message.author', { kind: 'human', name: 'You' });
});

test('a new attempt may follow an attempt that did not end', () => {
  const events = [
    created(),
    turn('t1', 's1', 1),
    turn('t1', 's1', 2, 2),
    line('m1', 'Hi.', { turnId: 't1' }, 3),
  ];
  expect(read(events)).toHaveLength(4);
});

const passed = (turnId: string, seatId: string): Event => ({
  type: 'turn-passed',
  at: at(2),
  turnId,
  attempt: 1,
  seatId,
  reason: { code: 'x', text: 'x' },
});
const edited = (id: string, seq: number): Event => ({
  type: 'message-edited',
  at: at(2),
  message: { ...message(id, 'x'), seq },
});

describe('a log that Chimera could not have written is refused, with its place', () => {
  test.each<[string, Event[], string, string]>([
    ['no beginning', [line('m1', 'x')], 'events.0', 'The first event must be “conversation-created”.'],
    ['two beginnings', [created(), created()], 'events.1', 'A conversation is created only once.'],
    [
      'two messages with one id',
      [created(), line('m1', 'x'), line('m1', 'y')],
      'events.2',
      'There are two messages with the id m1.',
    ],
    [
      'an edit of nothing',
      [created(), edited('m1', 2)],
      'events.1',
      'There is no message m1 before this point.',
    ],
    [
      'an edit of another place',
      [created(), line('m1', 'x'), edited('m1', 3)],
      'events.2',
      'The message m1 has the position 2, not 3.',
    ],
    [
      'a turn in a turn',
      [created(), turn('t1', 's1', 1), turn('t2', 's2', 2)],
      'events.2',
      'The turn t1 is still open.',
    ],
    [
      'the same attempt again',
      [created(), turn('t1', 's1', 1), turn('t1', 's1', 2)],
      'events.2',
      'A new attempt must have a higher number.',
    ],
    [
      'the end of a turn that did not begin',
      [created(), passed('t1', 's1')],
      'events.1',
      'The turn t1 is not open at this point.',
    ],
    [
      'the words of a turn that did not begin',
      [created(), line('m1', 'x', { turnId: 't1' })],
      'events.1',
      'The turn t1 is not open at this point.',
    ],
    [
      "the end of another seat's turn",
      [created(), turn('t1', 's1', 1), passed('t1', 's2')],
      'events.2',
      'The turn t1 belongs to the seat s1.',
    ],
    [
      'words of a seat in the turn of another',
      [created(), turn('t1', 's2', 1), line('m1', 'x', { turnId: 't1' })],
      'events.2',
      'The turn t1 belongs to the seat s2.',
    ],
    [
      'a turn of a seat that is not there',
      [created(), turn('t1', 's9', 1)],
      'events.1',
      'There is no seat s9 at this point.',
    ],
    [
      'two seats with one id',
      [created({ seats: [socrates, { ...ines, id: 's1' }] })],
      'events.0',
      'Two seats have the same id.',
    ],
    [
      'too many seats',
      [created({ seats: Array.from({ length: 25 }, (_, index) => ({ ...socrates, id: `s${index}` })) })],
      'events.0',
      'A conversation has at most 24 seats.',
    ],
    [
      'a name without end',
      [created({ seats: [{ ...socrates, name: 'x'.repeat(501) }] })],
      'events.0',
      '“seats.0.name” is longer than 500 characters.',
    ],
    [
      'a title that PostgreSQL cannot hold',
      [created({ title: 'a\u0000b' })],
      'events.0',
      '“title” holds a NUL character.',
    ],
    [
      'a speech without end',
      [created(), line('m1', 'x'.repeat(100_001))],
      'events.1',
      '“message.text” is longer than 100000 characters.',
    ],
  ])('%s', (_, events, path, problem) => {
    const error = problemOf(() => read(events));
    expect(error.code).toBe('invalid-request');
    expect(error.errors).toEqual([{ path, message: problem }]);
    expect(error.message).toContain(problem);
  });

  test.each([
    [[1, 3], 'events.1'],
    [[1, 1], 'events.1'],
    [[2, 3], 'events.0'],
  ])('positions %j', (positions, path) => {
    const events = positions.map((seq, index) => ({ seq, event: index === 0 ? created() : line('m1', 'x') }));
    const error = problemOf(() => readFile({ chimera: 1, events }, { userId: 'u1', newId: () => 'n' }));
    expect(error.errors?.[0]?.path).toBe(path);
  });
});
