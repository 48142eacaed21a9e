import { expect, test } from 'vitest';
import { createBell } from './bell.ts';

const LONG_MS = 10_000;

async function waitedMs(wait: Promise<void>): Promise<number> {
  const start = performance.now();
  await wait;
  return performance.now() - start;
}

test('a ring wakes the one that waits', async () => {
  const bell = createBell();
  const waited = waitedMs(bell.rung(LONG_MS));
  bell.ring();
  expect(await waited).toBeLessThan(1000);
});

test('a ring while nobody waits is kept, and several are one', async () => {
  const bell = createBell();
  bell.ring();
  bell.ring();
  expect(await waitedMs(bell.rung(LONG_MS))).toBeLessThan(1000);
  expect(await waitedMs(bell.rung(50))).toBeGreaterThan(40);
});

test('without a ring, patience ends by itself', async () => {
  expect(await waitedMs(createBell().rung(50))).toBeGreaterThan(40);
});
