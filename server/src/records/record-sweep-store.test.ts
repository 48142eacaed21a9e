import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { at, created } from './__fixtures__/sample-log.ts';
import { olderThan } from './older-than.ts';
import { WRITE_RECORD } from './record-follower.ts';
import { createRecordStore } from './record-store.ts';
import { createRecordSweepStore } from './record-sweep-store.ts';

const OLD = at(0);
const YOUNG = at(2);

describe.each(testDatabases)('the search for old records on $name', ({ open }) => {
  let opened: OpenTestDatabase;

  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  /** A conversation in which something happened at that time, with a record. */
  async function keep(id: string, when: string): Promise<void> {
    const conversations = createConversationStore(opened.database, async () => undefined);
    const ref = { id, ownerId: `owner of ${id}` };
    const { conversation } = await conversations.create(ref, 'g1', [created({ at: when })]);
    const written = { seq: 1, path: `records/2025-11/${id}.md`, bytes: 1, tail: '' };
    await createRecordStore(opened.database).put(id, { ...written, conversation });
  }

  /** How many were found in each page, on a day on which all before the first minute is too old. */
  async function sweep(): Promise<number[]> {
    const isTooOld = olderThan(1, () => new Date(Date.parse(at(1)) + 86_400_000));
    const store = createRecordSweepStore(opened.database, {
      jobs: createJobStore(opened.database),
      isTooOld,
    });
    const found: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const swept = await store.sweepSome(after);
      found.push(swept.enqueued);
      after = swept.next;
    }
    return found;
  }

  const claimed = async () => await createJobStore(opened.database).claim([WRITE_RECORD], 1000);

  test('there are none', async () => {
    expect(await sweep()).toEqual([0]);
  });

  test('a job is enqueued for the old ones alone, with their owners', async () => {
    await keep('a', OLD);
    await keep('b', YOUNG);
    await keep('c', at(1));
    expect(await sweep()).toEqual([1]);
    expect(await claimed()).toMatchObject([{ subject: 'a', payload: { ownerId: 'owner of a' } }]);
  });

  test('more than a page: each is looked at once, wherever the old ones are', async () => {
    const ids = Array.from({ length: 230 }, (_, index) => `c${String(index).padStart(3, '0')}`);
    const isOld = (index: number) => index < 60 || index === 99 || index === 100 || index === 229;
    for (const [index, id] of ids.entries()) await keep(id, isOld(index) ? OLD : YOUNG);
    expect(await sweep()).toEqual([61, 1, 1]);
    const subjects = (await claimed()).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual(ids.filter((_, index) => isOld(index)));
  });

  test('found twice, by two nodes or after a restart, is one job', async () => {
    await keep('a', OLD);
    expect(await sweep()).toEqual([1]);
    expect(await sweep()).toEqual([1]);
    expect(await claimed()).toHaveLength(1);
  });
});
