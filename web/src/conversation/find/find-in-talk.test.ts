import type { Message } from '@chimera/protocol/message';
import { expect, test } from 'vitest';
import { findInTalk, placesOf } from './find-in-talk.ts';

function message(id: string, text: string): Message {
  const author = { kind: 'human' as const, name: 'You' };
  return { id, seq: 1, author, text, status: 'complete', createdAt: '2026-03-01T09:00:00.000Z' };
}

const talk = [
  message('m1', 'Tides wait for nobody.'),
  message('m2', 'Who said so?'),
  message('m3', 'The TIDES.'),
];

test.each([
  ['tides', ['m1', 'm3']],
  ['  Tides ', ['m1', 'm3']],
  ['said so', ['m2']],
  ['harbour', []],
  ['', []],
  ['   ', []],
])('“%s” is found in %j', (query, ids) => {
  expect(findInTalk(talk, query).map(({ id }) => id)).toEqual(ids);
});

test.each([
  [
    'aXbXc',
    'x',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'aaaa',
    'aa',
    [
      [0, 2],
      [2, 4],
    ],
  ],
  ['nothing', 'x', []],
  ['İx', 'x', []],
])('in “%s” the places of “%s” are %j', (text, query, places) => {
  expect(placesOf(text, query)).toEqual(places);
});
