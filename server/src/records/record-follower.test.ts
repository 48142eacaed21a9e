import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Event } from '@chimera/protocol/event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type ConversationStore, createConversationStore } from '../conversations/conversation-store.ts';
import { createTranscriptStore } from '../conversations/transcript-store.ts';
import { createJobStore, type Job } from '../jobs/job-store.ts';
import { at, created, line, message, sampleEvents, turn } from './__fixtures__/sample-log.ts';
import { olderThan } from './older-than.ts';
import { createRecordFollower, recordJob, WRITE_RECORD } from './record-follower.ts';
import { createRecordStore, type RecordStore } from './record-store.ts';
import { renderLog } from './render-log.ts';
import { markdownRenderer } from './render-markdown.ts';

const ref = { id: 'c1', ownerId: 'u1' };

describe.each(testDatabases)('the markdown record on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let conversations: ConversationStore;
  let records: RecordStore;
  let eventsRead: number;

  beforeEach(async () => {
    opened = await open();
    eventsRead = 0;
    const jobs = createJobStore(opened.database);
    conversations = createConversationStore(opened.database, (transaction, changed) =>
      jobs.enqueue(transaction, recordJob(changed)),
    );
    records = createRecordStore(opened.database);
  });
  afterEach(() => opened.close());

  const begin = (events: readonly Event[]) => {
    const [first, ...rest] = events;
    if (first?.type !== 'conversation-created') throw new Error('A log begins with its creation.');
    return conversations.create(ref, 'g1', [first, ...rest]);
  };
  const append = (...events: readonly Event[]) => conversations.change(ref, () => events);

  /** Does the work that waits, as the worker would. */
  async function follow(
    changes: { records?: RecordStore; dataDir?: string; isTooOld?: (at: string) => boolean } = {},
  ): Promise<void> {
    const transcript = createTranscriptStore(opened.database);
    const handle = createRecordFollower({
      dataDir: opened.dataDir,
      records,
      conversations,
      isTooOld: olderThan(null, () => new Date()),
      transcript: {
        async events(of, after, limit) {
          const events = await transcript.events(of, after, limit);
          eventsRead += events.length;
          return events;
        },
      },
      ...changes,
    });
    const jobs = createJobStore(opened.database);
    for (const job of await jobs.claim([WRITE_RECORD], 10)) {
      try {
        await handle(job);
        await jobs.complete(job);
      } catch (error) {
        await putBack(job);
        throw error;
      }
    }
  }

  async function putBack(job: Job): Promise<void> {
    await createJobStore(opened.database).fail(job, 'crash');
    await opened.database.db.updateTable('job').set({ run_at: 0 }).execute();
  }

  async function files(dataDir = opened.dataDir): Promise<string[]> {
    const names = await readdir(join(dataDir, 'records'), { recursive: true });
    return names.filter((name) => name.includes('.')).toSorted();
  }

  async function written(dataDir = opened.dataDir): Promise<string> {
    const [name, ...others] = await files(dataDir);
    expect(others).toEqual([]);
    return await readFile(join(dataDir, 'records', name ?? ''), 'utf8');
  }

  async function expected(): Promise<string> {
    const log = await createTranscriptStore(opened.database).events(ref, 0, 10_000);
    let text = '';
    for await (const piece of renderLog(markdownRenderer, await conversations.get(ref), log)) text += piece;
    return text;
  }

  test('lies under its month, named after the conversation', async () => {
    await begin([created()]);
    await follow();
    expect(await files()).toEqual([join('2025-11', 'Is-a-joke-a-kind-of-knowledge-c1.md')]);
    expect(await written()).toBe(await expected());
  });

  test('is after every event what an export would be', async () => {
    const [first, ...rest] = sampleEvents;
    if (!first) throw new Error('There are no events.');
    await begin([first]);
    for (const event of rest) {
      await append(event);
      if (event.type === 'turn-started') continue;
      await follow();
      expect(await written()).toBe(await expected());
    }
  });

  test('reads only what is new when a line is added', async () => {
    await begin([
      created(),
      ...Array.from({ length: 300 }, (_, index) => line(`m${index}`, `Line ${index}`)),
    ]);
    await follow();
    eventsRead = 0;
    await append(line('last', 'The last word.'));
    await follow();
    expect(eventsRead).toBe(1);
    expect(await written()).toBe(await expected());
  });

  test('catches up with a log that ran far ahead', async () => {
    await begin([created()]);
    await follow();
    await append(...Array.from({ length: 1200 }, (_, index) => line(`m${index}`, `Line ${index}`)));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test('loses and repeats nothing after a crash between the file and its position', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await append(line('m2', 'Two.'));
    const crashing = { ...records, put: () => Promise.reject(new Error('crash')) };
    await expect(follow({ records: crashing })).rejects.toThrow('crash');
    await append(line('m3', 'Three.'));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test('overwrites what a crash left half written', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    const name = (await files())[0] ?? '';
    const path = join(opened.dataDir, 'records', name);
    await writeFile(path, `${(await written()).replace(/\n## Totals[^]*/, '')}\n**Socr${'x'.repeat(5000)}`);
    await append(line('m2', 'Two.'));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test.each([
    ['was deleted', (path: string) => rm(path)],
    [
      'was changed',
      async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace('One', 'Eins')),
    ],
    ['was cut', async (path: string) => writeFile(path, (await readFile(path, 'utf8')).slice(0, 100))],
  ])('is written anew when the file %s', async (_, damage) => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await damage(join(opened.dataDir, 'records', (await files())[0] ?? ''));
    await append(line('m2', 'Two.'));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test('is whole on every disk when nodes with disks of their own take turns', async () => {
    const other = join(opened.dataDir, 'other');
    await mkdir(other);
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await append(line('m2', 'Two.'));
    await follow({ dataDir: other });
    expect(await written(other)).toBe(await expected());
    await append(line('m3', 'Three.'));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test('shows an edited line as it is now', async () => {
    await begin([created(), line('m1', 'One.'), line('m2', 'Two.')]);
    await follow();
    const now = { ...message('m1', 'Uno.'), seq: 2, editedAt: at(5) };
    await append({ type: 'message-edited', at: at(5), message: now });
    await follow();
    expect(await written()).toBe(await expected());
    expect(await written()).toContain('· edited\n\n> Uno.\n');
    await append(line('m3', 'Three.'));
    await follow();
    expect(await written()).toBe(await expected());
  });

  test('moves when the conversation is renamed', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await append({ type: 'conversation-changed', at: at(5), title: 'Puns & co.' });
    await follow();
    expect(await files()).toEqual([join('2025-11', 'Puns-co-c1.md')]);
    expect(await written()).toBe(await expected());
  });

  test('leaves no file behind when renaming crashes at any step', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await append({ type: 'conversation-changed', at: at(5), title: 'Puns' });
    for (const failing of [1, 2]) {
      let count = 0;
      const put: RecordStore['put'] = async (id, position) => {
        count += 1;
        if (count === failing) throw new Error('crash');
        await records.put(id, position);
      };
      await expect(follow({ records: { ...records, put } })).rejects.toThrow('crash');
    }
    await follow();
    expect(await files()).toEqual([join('2025-11', 'Puns-c1.md')]);
    expect(await written()).toBe(await expected());
  });

  test.runIf(existsSync('/dev/full'))(
    'on a full disk nothing is left half written, it says so, and all is there once there is room',
    async () => {
      await begin(sampleEvents);
      await follow();
      const [name = ''] = await files();
      const path = join(opened.dataDir, 'records', name);
      await rm(path);
      await append(line('last', 'The last word.'));
      const draft = `.draft-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
      // Whatever is written there, the system says that the disk is full.
      await symlink('/dev/full', join(path, '..', draft));
      await expect(follow()).rejects.toThrow(/disk is full.*as soon as there is room/);
      expect(await files()).toEqual([]);
      await follow();
      expect(await written()).toBe(await expected());
    },
  );

  test('goes when the conversation is deleted', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    const jobs = createJobStore(opened.database);
    await conversations.delete(ref, (transaction) => jobs.enqueue(transaction, recordJob(ref)));
    await follow();
    expect(await files()).toEqual([]);
    expect(await records.get('c1')).toBeNull();
  });

  describe('when it is kept for 30 days', () => {
    /** As long after the last line, which was said in the first minute. */
    const after = (days: number, ms = 0) => ({
      isTooOld: olderThan(30, () => new Date(Date.parse(at(1)) + days * 86_400_000 + ms)),
    });
    const askAgain = () =>
      opened.database.db
        .transaction()
        .execute((transaction) => createJobStore(opened.database).enqueue(transaction, recordJob(ref)));

    beforeEach(async () => {
      await begin([created(), line('m1', 'One.')]);
      await follow(after(0));
    });

    test('stays as long as that', async () => {
      await askAgain();
      await follow(after(30));
      expect(await written()).toBe(await expected());
    });

    test('goes after that, with its row and a folder that has nothing else', async () => {
      await askAgain();
      await follow(after(30, 1));
      expect(await readdir(join(opened.dataDir, 'records'))).toEqual([]);
      expect(await records.get('c1')).toBeNull();
      expect((await conversations.get(ref)).head).toBe(2);
    });

    test('leaves the others of its month', async () => {
      const other = { id: 'c2', ownerId: 'u1' };
      await conversations.create(other, 'g2', [created({ title: 'Puns' })]);
      await conversations.change(other, () => [line('m1', 'Two.', {}, 2)]);
      await askAgain();
      await follow(after(30, 1));
      expect(await files()).toEqual([join('2025-11', 'Puns-c2.md')]);
    });

    test('takes what a crash left of its next writing with it', async () => {
      const path = join(opened.dataDir, 'records', (await files())[0] ?? '');
      const draft = `.draft-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
      await writeFile(join(path, '..', draft), '# Is a jo');
      await askAgain();
      await follow(after(31));
      expect(await readdir(join(opened.dataDir, 'records'))).toEqual([]);
    });

    test('is gone when a crash came between the file and the row', async () => {
      const crashing = { ...records, remove: () => Promise.reject(new Error('crash')) };
      await askAgain();
      await expect(follow({ records: crashing, ...after(31) })).rejects.toThrow('crash');
      await follow(after(31));
      expect(await files()).toEqual([]);
      expect(await records.get('c1')).toBeNull();
    });

    test('is not written for what happened too long ago', async () => {
      const old = { id: 'c2', ownerId: 'u1' };
      await conversations.create(old, 'g2', [created({ title: 'Puns' })]);
      await follow(after(31));
      expect(await records.get('c2')).toBeNull();
      expect((await files()).filter((name) => name.includes('Puns'))).toEqual([]);
    });

    test('is written anew as a whole when something happens again', async () => {
      await askAgain();
      await follow(after(31));
      expect(await files()).toEqual([]);
      const minutes = 31 * 24 * 60;
      await append(line('m2', 'Two.', {}, minutes));
      await follow(after(31));
      expect(await written()).toBe(await expected());
      expect(await written()).toMatch(/One\.[^]*Two\./);
    });

    test('is there when something happened while it went', async () => {
      const busy: RecordStore = {
        ...records,
        async remove(id) {
          await append(line('m2', 'Two.', {}, 31 * 24 * 60));
          await records.remove(id);
        },
      };
      await askAgain();
      await follow({ records: busy, ...after(31) });
      await follow(after(31));
      expect(await written()).toBe(await expected());
    });
  });

  test('a title cannot lead out of the folder', async () => {
    await begin([created({ title: '../../../tmp/evil.sh' })]);
    await follow();
    expect(await files()).toEqual([join('2025-11', 'tmp-evil-sh-c1.md')]);
  });

  test('shows a turn that was open, once it has ended', async () => {
    await begin([created(), line('m1', 'One.')]);
    await follow();
    await append(turn('t1', 's1', 2));
    await follow();
    await append(line('m2', 'Two.', { turnId: 't1' }));
    await follow();
    expect(await written()).toBe(await expected());
  });
});
