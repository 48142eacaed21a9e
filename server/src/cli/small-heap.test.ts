import { expect, test } from 'vitest';
import { keepHeapSmall } from './small-heap.ts';

const MEGABYTES = 2 ** 20;

test('what is no longer used is collected at once, and no door to the collector is left open', () => {
  let garbage: object[] | null = Array.from({ length: 1_000_000 }, (_, at) => ({ at }));
  const before = process.memoryUsage().heapUsed;
  expect(garbage).toHaveLength(1_000_000);
  garbage = null;
  keepHeapSmall();
  expect(process.memoryUsage().heapUsed).toBeLessThan(before - 20 * MEGABYTES);
  expect('gc' in globalThis).toBe(false);
});
