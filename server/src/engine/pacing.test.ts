import { expect, test } from 'vitest';
import { thinkingMs } from './pacing.ts';

const persona = { pacing: { minMs: 200, maxMs: 800 } };
const line = 'x'.repeat(60);

test.each([
  ['instant', 0],
  ['quick', 690],
  ['natural', 2300],
  ['slow', 4140],
] as const)('%s takes %d ms with the least chance', (pace, expected) => {
  expect(thinkingMs(persona, line, pace, () => 0)).toBe(expected);
});

test('it waits for the director when told to', () => {
  expect(thinkingMs(persona, line, 'wait', () => 0)).toBeNull();
});

test('a long line is not read for ever', () => {
  expect(thinkingMs(persona, 'x'.repeat(5000), 'natural', () => 0.999)).toBeLessThan(4800);
});

test.each(['instant', 'quick', 'natural', 'slow'] as const)(
  'at a pace of %s the first words come at once',
  (pace) => {
    expect(thinkingMs({ pacing: { minMs: 5000, maxMs: 9000 } }, null, pace, () => 0.9)).toBeLessThanOrEqual(
      250,
    );
  },
);
