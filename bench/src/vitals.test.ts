import { expect, test } from 'vitest';
import { growthInLastHalf } from './vitals.ts';

const series = (bytes: readonly number[]) =>
  bytes.map((residentBytes, index) => ({ atMs: index * 1000, residentBytes }));

test('growth is that of the last half, however much there was before', () => {
  expect(growthInLastHalf(series([1, 50, 90, 100, 100, 100, 100]))).toBe(0);
  expect(growthInLastHalf(series([100, 100, 100, 100, 105, 110, 115]))).toBeCloseTo(0.15);
});

test('a reading just before garbage was collected is no growth', () => {
  expect(growthInLastHalf(series([100, 100, 100, 100, 120, 100, 120, 100]))).toBeLessThan(0.05);
});

test('too few readings say nothing', () => {
  expect(growthInLastHalf(series([100, 200]))).toBeNaN();
});
