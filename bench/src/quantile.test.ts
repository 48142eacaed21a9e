import { expect, test } from 'vitest';
import { median, quantile } from './quantile.ts';

test.each([
  [[1, 2, 3, 4], 0.5, 2],
  [[1, 2, 3, 4], 0.99, 4],
  [[1, 2, 3, 4], 0, 1],
  [[7], 0.5, 7],
  [[], 0.5, Number.NaN],
])('of %j the share %d lies below %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});

test('a median does not depend on the order', () => {
  expect(median([30, 10, 20])).toBe(20);
});
