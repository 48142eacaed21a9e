import { expect, test } from 'vitest';
import { Flight } from './flight.ts';
import type { Said } from './turn-events.ts';

const timing = { thinkMs: 0, totalMs: 1 };
const usage = { inputTokens: 700, outputTokens: 60 };
const nothing: Said = { text: '', brain: null, usage: null, timing };
const words: Said = { text: 'Hm', brain: { kind: 'openai', model: 'm' }, usage, timing };

test.each([
  ['an answer that has begun is written by whoever cuts it off', words, true],
  ['an answer that has not begun is not', nothing, false],
  ['an answer from the cache costs nobody anything', { ...words, cached: true }, false],
])('%s', (_, said, isCut) => {
  const flight = new Flight();
  flight.begin(() => said);
  expect(flight.isCut).toBe(false);
  expect(flight.cut()).toBe(said);
  expect(flight.isCut).toBe(isCut);
});

test('before anybody was asked there is nothing to cut', () => {
  const flight = new Flight();
  expect(flight.cut()).toBeNull();
  expect(flight.isCut).toBe(false);
});
