import { SEATS_LIMIT } from '@chimera/protocol/seat';
import { expect, test } from 'vitest';
import { persona } from '../queries/__fixtures__/persona.ts';
import { CAST_LIMIT } from './cast-picker.tsx';
import { defaultCast } from './default-cast.ts';

const all = ['a', 'b', 'c', 'd'].map((id) => persona({ id }));

test.each([
  ['the preferred ones', ['b', 'd'], ['b', 'd']],
  ['filled up when there is one', ['c'], ['c', 'a', 'b']],
  ['without those that do not exist', ['x', 'd'], ['d', 'a', 'b']],
  ['the first three when nobody is preferred', [], ['a', 'b', 'c']],
])('the cast is %s', (_, preferred, cast) => {
  expect(defaultCast(preferred, all)).toEqual(cast);
});

test('the limit of the choice is the limit of the server', () => {
  expect(CAST_LIMIT).toBe(SEATS_LIMIT);
});
