import type { Cast } from '@chimera/protocol/cast';
import { expect, test } from 'vitest';
import { documentOf, draftOf, movedSeat } from './cast-draft.ts';

const cast: Cast = {
  id: 'c1',
  name: 'Kitchen',
  line: 'One shouts.',
  topic: '',
  premise: 'A kitchen.',
  format: 'debate',
  seats: [{ personaId: 'a', role: 'for' }, { personaId: 'b' }, { personaId: 'a' }],
  builtIn: false,
  version: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

test('a cast that nobody touched is sent as it was', () => {
  const { name, line, topic, premise, format, seats } = cast;
  expect(documentOf(draftOf(cast), format)).toEqual({ name, line, topic, premise, format, seats });
});

test('a format that was written for the cast stays until another one is chosen', () => {
  const own = {
    name: 'Ours',
    description: 'Ours.',
    frame: 'A talk.',
    phases: [{ id: 'talk', name: 'Talk', order: 'natural' as const }],
  };
  const draft = draftOf({ ...cast, format: own });
  expect(documentOf(draft, own).format).toBe(own);
  expect(documentOf({ ...draft, formatId: 'free-talk' }, own).format).toBe('free-talk');
});

test.each([
  [0, 1, ['b', 'a', 'a']],
  [2, -1, ['a', 'a', 'b']],
  [0, -1, ['a', 'b', 'a']],
  [2, 1, ['a', 'b', 'a']],
] as const)('the seat at %i moved by %i', (at, by, ids) => {
  const { seats } = draftOf(cast);
  expect(movedSeat(seats, seats[at]?.key ?? '', by).map(({ personaId }) => personaId)).toEqual(ids);
});
