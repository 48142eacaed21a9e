import { expect, test } from 'vitest';
import { lastDays, roundTop } from './last-days.ts';

const spent = { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0, calls: 1, cost: 0.5, unpriced: 0 };
const noon = Date.parse('2026-03-10T12:00:00.000Z');

test('there are 31 days up to today, also those without a call', () => {
  const days = lastDays([{ day: '2026-03-01', ...spent }], noon);
  expect(days.map(({ day }) => day)).toHaveLength(31);
  expect(days[0]?.day).toBe('2026-02-08');
  expect(days.at(-1)).toEqual({
    day: '2026-03-10',
    inputTokens: 0,
    outputTokens: 0,
    cachedInputTokens: 0,
    calls: 0,
    cost: 0,
    unpriced: 0,
  });
  expect(days.filter(({ calls }) => calls > 0)).toEqual([{ day: '2026-03-01', ...spent }]);
});

test('a clock that is behind hides nothing', () => {
  expect(lastDays([{ day: '2026-03-11', ...spent }], noon).at(-1)?.cost).toBe(0.5);
});

test.each([
  [0, 1],
  [0.03, 0.04],
  [0.3, 0.4],
  [1, 1],
  [1.2, 2],
  [47, 50],
  [51_000, 100_000],
])('above %d the axis ends at %d', (most, top) => {
  expect(roundTop(most)).toBe(top);
});
