import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { CLAIM_MS, createJobStore, type Job, type JobStore } from './job-store.ts';

describe.each(testDatabases)('jobs on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: JobStore;
  /** How far the database's clock is ahead of the real one. */
  let aheadMs: number;

  beforeEach(async () => {
    opened = await open();
    aheadMs = 1000;
    const { database } = opened;
    store = createJobStore({ ...database, nowMs: async () => (await database.nowMs()) + aheadMs });
  });
  afterEach(() => opened.close());

  const enqueue = (subject: string, payload: unknown = {}, kind = 'write') =>
    opened.database.db
      .transaction()
      .execute((transaction) => store.enqueue(transaction, { kind, subject, payload }));

  async function claimOne(): Promise<Job> {
    const [job] = await store.claim(['write'], 10);
    if (!job) throw new Error('There is no job to claim.');
    return job;
  }

  test('a job is claimed once, with what it needs', async () => {
    await enqueue('c1', { ownerId: 'u1' });
    expect(await store.claim(['write'], 10)).toMatchObject([
      { kind: 'write', subject: 'c1', payload: { ownerId: 'u1' }, attempts: 1 },
    ]);
    expect(await store.claim(['write'], 10)).toEqual([]);
  });

  test('a transaction that is rolled back leaves no job', async () => {
    const { db } = opened.database;
    const undone = db.transaction().execute(async (transaction) => {
      await store.enqueue(transaction, { kind: 'write', subject: 'c1', payload: {} });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await store.claim(['write'], 10)).toEqual([]);
  });

  test('requests for the same subject become one job, of which the newest counts', async () => {
    await enqueue('c1', { n: 1 });
    await enqueue('c1', { n: 2 });
    await enqueue('c2', { n: 3 });
    await enqueue('c1', { n: 4 }, 'other');
    const jobs = await store.claim(['write', 'other'], 10);
    expect(
      new Set(jobs.map(({ kind, subject, payload }) => JSON.stringify([kind, subject, payload]))),
    ).toEqual(new Set(['["write","c1",{"n":2}]', '["write","c2",{"n":3}]', '["other","c1",{"n":4}]']));
    expect(jobs).toHaveLength(3);
  });

  test('a job that is done is gone', async () => {
    await enqueue('c1');
    await store.complete(await claimOne());
    aheadMs += 10 * CLAIM_MS;
    expect(await store.claim(['write'], 10)).toEqual([]);
    expect(await opened.database.db.selectFrom('job').selectAll().execute()).toEqual([]);
  });

  test('a job that is asked for while it runs does not run beside itself, but once more', async () => {
    await enqueue('c1', { n: 1 });
    const job = await claimOne();
    await enqueue('c1', { n: 2 });
    expect(await store.claim(['write'], 10)).toEqual([]);
    await store.complete(job);
    expect(await claimOne()).toMatchObject({ payload: { n: 2 }, attempts: 1 });
  });

  test('a job that fails is tried again, later each time, but never later than five minutes', async () => {
    await enqueue('c1');
    const delays: number[] = [];
    for (let count = 0; count < 11; count += 1) {
      const delayMs = await store.fail(await claimOne(), 'The disk is \u0000full.');
      delays.push(delayMs);
      aheadMs += delayMs - 500;
      expect(await store.claim(['write'], 10)).toEqual([]);
      aheadMs += 1000;
    }
    expect(delays).toEqual([
      1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
    ]);
    const row = await opened.database.db.selectFrom('job').selectAll().executeTakeFirstOrThrow();
    expect(row.last_error).toBe('The disk is full.');
  });

  test('news about a job that keeps failing do not undo its back-off', async () => {
    await enqueue('c1');
    await store.fail(await claimOne(), 'The disk is full.');
    await enqueue('c1');
    expect(await store.claim(['write'], 10)).toEqual([]);
    aheadMs += 1500;
    expect(await claimOne()).toMatchObject({ attempts: 2 });
  });

  test('the job of a process that died is taken by another, and the dead one changes nothing more', async () => {
    await enqueue('c1');
    const dead = await claimOne();
    aheadMs += CLAIM_MS + 1000;
    const taken = await claimOne();
    expect(taken.attempts).toBe(2);
    await store.complete(dead);
    await store.fail(dead, 'late');
    await store.renew(dead);
    aheadMs += CLAIM_MS - 1000;
    expect(await store.claim(['write'], 10)).toEqual([]);
    await store.complete(taken);
    expect(await opened.database.db.selectFrom('job').selectAll().execute()).toEqual([]);
  });

  test('a claim that is renewed holds', async () => {
    await enqueue('c1');
    const job = await claimOne();
    aheadMs += CLAIM_MS - 1000;
    await store.renew(job);
    aheadMs += CLAIM_MS - 1000;
    expect(await store.claim(['write'], 10)).toEqual([]);
  });

  test('only kinds that one can do are claimed, and not more than wanted', async () => {
    await enqueue('c1', {}, 'unknown');
    await enqueue('c2');
    await enqueue('c3');
    expect(await store.claim(['write'], 1)).toHaveLength(1);
    expect(await store.claim(['write'], 0)).toEqual([]);
    expect(await store.claim([], 10)).toEqual([]);
    expect(await store.claim(['write'], 10)).toHaveLength(1);
  });

  test('claimers at the same time share the jobs and never get the same one', async () => {
    for (let count = 0; count < 40; count += 1) await enqueue(`c${count}`);
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim(['write'], 5)));
    const subjects = claims.flat().map(({ subject }) => subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    const rest = await store.claim(['write'], 40);
    expect(subjects.length + rest.length).toBe(40);
  });
});
