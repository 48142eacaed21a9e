import { expect, test } from 'vitest';
import { tokenSentAt } from './token.ts';
import { tokensWithin } from './tokens-within.ts';

const endMs = Date.parse('2026-01-01T00:00:10.000Z');
const message = {
  text: tokenSentAt(1).repeat(100),
  createdAt: new Date(endMs).toISOString(),
  timing: { thinkMs: 1_000, totalMs: 5_000 },
};

test.each([
  ['all of it', -60_000, 60_000, 100],
  ['its last quarter', -1_000, 60_000, 25],
  ['its first half', -60_000, -2_000, 50],
  ['a part in the middle', -3_000, -2_000, 25],
  ['nothing after it', 1_000, 60_000, 0],
  ['nothing while its seat thought', -60_000, -4_000, 0],
])('of a message there is %s', (_, from, to, tokens) => {
  expect(tokensWithin(message, { fromMs: endMs + from, toMs: endMs + to })).toBeCloseTo(tokens);
});

test('a message of which nobody knows how long it took counts when it ended', () => {
  const { text, createdAt } = message;
  expect(tokensWithin({ text, createdAt }, { fromMs: endMs - 1_000, toMs: endMs })).toBe(100);
});
