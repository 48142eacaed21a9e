import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger } from '../logger.ts';
import { startRecordSweep } from './record-sweep.ts';
import type { Swept } from './record-sweep-store.ts';

const DAY_MS = 86_400_000;
/** Waiting moves the clock a little. */
const MINUTE_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Answers one page after the other, then that there is nothing; notes where each began. */
function pages(...answers: readonly (Swept | Error)[]) {
  const asked: string[] = [];
  let next = 0;
  return {
    asked,
    async sweepSome(after: string): Promise<Swept> {
      asked.push(after);
      const answer = answers[next] ?? { enqueued: 0, next: null };
      next += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const quiet = { poke: () => undefined, logger: silentLogger };

test('old records are looked for at once, and every day until it is closed', async () => {
  const store = pages();
  const sweep = startRecordSweep({ ...quiet, store });
  await vi.waitFor(() => expect(store.asked).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(DAY_MS - MINUTE_MS);
  expect(store.asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(store.asked).toHaveLength(2);
  await sweep.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(store.asked).toHaveLength(2);
});

test('all pages are read, and whoever does the jobs is told of those that found some', async () => {
  const store = pages({ enqueued: 0, next: 'b' }, { enqueued: 2, next: 'd' }, { enqueued: 1, next: null });
  let pokes = 0;
  const sweep = startRecordSweep({ ...quiet, store, poke: () => (pokes += 1) });
  await vi.waitFor(() => expect(store.asked).toEqual(['', 'b', 'd']), 5000);
  expect(pokes).toBe(2);
  await sweep.close();
});

test('a database that is away is asked again the next day', async () => {
  const store = pages(new Error('away'));
  const errors: unknown[] = [];
  const logger = { error: (line: unknown) => void errors.push(line) };
  const sweep = startRecordSweep({ ...quiet, store, logger });
  await vi.waitFor(() => expect(errors).toMatchObject([{ err: { message: 'away' } }]));
  await vi.advanceTimersByTimeAsync(DAY_MS);
  expect(store.asked).toHaveLength(2);
  expect(errors).toHaveLength(1);
  await sweep.close();
});

test('closing does not wait for the pages that are left', async () => {
  const store = pages({ enqueued: 1, next: 'b' }, { enqueued: 1, next: 'c' });
  const sweep = startRecordSweep({ ...quiet, store });
  await vi.waitFor(() => expect(store.asked).toEqual(['']));
  const before = performance.now();
  await sweep.close();
  expect(performance.now() - before).toBeLessThan(200);
  expect(store.asked).toEqual(['']);
});
