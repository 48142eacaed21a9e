import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { silentLogger } from '../logger.ts';
import { createJobStore, type JobStore } from './job-store.ts';
import { createWorker, type Handler, type Worker } from './worker.ts';

describe.each(testDatabases)('a worker on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: JobStore;
  const workers: Worker[] = [];

  beforeEach(async () => {
    opened = await open();
    store = createJobStore(opened.database);
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await opened.close();
  });

  function start(write: Handler): Worker {
    const worker = createWorker({ store, handlers: { write }, logger: silentLogger });
    workers.push(worker);
    return worker;
  }

  const enqueue = (subject: string) =>
    opened.database.db
      .transaction()
      .execute((transaction) => store.enqueue(transaction, { kind: 'write', subject, payload: {} }));

  const waiting = async () => (await opened.database.db.selectFrom('job').selectAll().execute()).length;

  test('does what waited before it began', async () => {
    await enqueue('c1');
    const done: string[] = [];
    start(async ({ subject }) => void done.push(subject));
    await vi.waitFor(async () => expect(await waiting()).toBe(0));
    expect(done).toEqual(['c1']);
  });

  test('looks at once when it is poked', async () => {
    const done: string[] = [];
    const worker = start(async ({ subject }) => void done.push(subject));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await enqueue('c1');
    worker.poke();
    await vi.waitFor(() => expect(done).toEqual(['c1']), 1000);
  });

  test('finds by itself what nobody poked for', async () => {
    const done: string[] = [];
    start(async ({ subject }) => void done.push(subject));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await enqueue('c1');
    await vi.waitFor(() => expect(done).toEqual(['c1']), 7000);
  });

  test('tries again after a failure, without being poked', async () => {
    await enqueue('c1');
    const tries: number[] = [];
    start(async ({ attempts }) => {
      tries.push(attempts);
      if (attempts === 1) throw new Error('The disk is full.');
    });
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 3000);
    expect(tries).toEqual([1, 2]);
  });

  test('does four jobs at a time, and never two about the same thing', async () => {
    for (let count = 0; count < 12; count += 1) await enqueue(`c${count}`);
    const under = new Set<string>();
    let most = 0;
    let done = 0;
    const worker = start(async ({ subject }) => {
      expect(under.has(subject)).toBe(false);
      under.add(subject);
      most = Math.max(most, under.size);
      if (done < 3) await enqueue(subject);
      worker.poke();
      await new Promise((resolve) => setTimeout(resolve, 10));
      under.delete(subject);
      done += 1;
    });
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 5000);
    expect(most).toBe(4);
    expect(done).toBeGreaterThan(12);
  });

  test('finishes what is under way before it is closed, and takes nothing new', async () => {
    await enqueue('c1');
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const done: string[] = [];
    const worker = start(async ({ subject }) => {
      begin();
      await held;
      done.push(subject);
    });
    await begun;
    const closed = worker.close();
    await enqueue('c2');
    worker.poke();
    release();
    await closed;
    expect(done).toEqual(['c1']);
    expect(await waiting()).toBe(1);
  });

  test('goes on when the database was away for a moment', async () => {
    await enqueue('c1');
    let isAway = true;
    const done: string[] = [];
    const worker = createWorker({
      store: {
        ...store,
        claim: async (kinds, limit) => {
          if (isAway) throw new Error('away');
          return await store.claim(kinds, limit);
        },
      },
      handlers: { write: async ({ subject }) => void done.push(subject) },
      logger: silentLogger,
    });
    workers.push(worker);
    await new Promise((resolve) => setTimeout(resolve, 20));
    isAway = false;
    worker.poke();
    await vi.waitFor(() => expect(done).toEqual(['c1']), 1000);
  });
});
