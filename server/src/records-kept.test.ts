import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../test/http-answer.ts';
import { samplesIn, valueOf } from '../test/metrics-text.ts';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { sampleLog } from './records/__fixtures__/sample-log.ts';

describe.each(testDatabases)('who writes records, on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let dataDir: string;
  let server: TestApp;

  beforeEach(async () => {
    opened = await open();
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-records-'));
  });
  afterEach(async () => {
    await server.close();
    await opened.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = async (records: string, days?: number) => {
    server = await startTestApp({
      dataDir: opened.url === null ? opened.dataDir : dataDir,
      databaseUrl: opened.url,
      environment: {
        CHIMERA_RECORDS: records,
        ...(days !== undefined && { CHIMERA_RECORDS_DAYS: String(days) }),
      },
    });
  };
  const create = async () => {
    const { items } = await server.rest.call('listPersonas', {});
    await server.rest.call('createConversation', {
      body: { topic: 'The tide', seats: items.slice(0, 2).map(({ id }) => ({ personaId: id })) },
    });
    await sleep(500);
  };
  const recordsOf = async () => {
    const folder = join(server.dataDir, 'records');
    return existsSync(folder)
      ? (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md'))
      : [];
  };
  const jobs = async () =>
    valueOf(samplesIn((await ask(`${server.url}/metrics`)).text), 'chimera_jobs_waiting');

  test('elsewhere: this node leaves the work to one that does it', async () => {
    await start('elsewhere');
    await create();
    expect([await recordsOf(), await jobs()]).toEqual([[], 1]);
    await server.close();
    await start('on');
    await expect.poll(recordsOf).toHaveLength(1);
    await expect.poll(jobs).toBe(0);
  });

  test('off: there is no such work', async () => {
    await start('off');
    await create();
    expect([await recordsOf(), await jobs()]).toEqual([[], 0]);
  });

  /** Of 2025: what happened in it happened then, wherever it is brought in. */
  const bringIn = async () => {
    const { id } = await server.rest.call('importConversation', {
      body: { chimera: 1, events: [...sampleLog] },
    });
    return { params: { id } };
  };
  const exported = async (conversation: Awaited<ReturnType<typeof bringIn>>) =>
    await server.rest.call('exportConversation', { ...conversation, query: { format: 'markdown' } });
  const readRecord = async () => {
    const [name = ''] = await recordsOf();
    return await readFile(join(server.dataDir, 'records', name), 'utf8');
  };
  const restart = async (...how: Parameters<typeof start>) => {
    await server.close();
    await start(...how);
  };
  const settled = async () => {
    await sleep(300);
    // What metrics say may be a second old.
    await expect.poll(jobs, { timeout: 5000 }).toBe(0);
  };

  test('an old record goes after a restart with a limit, and is written anew when something happens', async () => {
    await start('on');
    const old = await bringIn();
    await expect.poll(recordsOf).toHaveLength(1);
    const before = await exported(old);
    await create();
    await expect.poll(recordsOf).toHaveLength(2);
    await restart('on', 30);
    await expect.poll(recordsOf).toEqual([expect.stringContaining('The-tide')]);
    expect(await exported(old)).toBe(before);
    await server.rest.call('deleteConversation', {
      params: { id: (await server.rest.call('listConversations', {})).items[0]?.id ?? '' },
    });
    await expect.poll(recordsOf).toEqual([]);

    await server.rest.call('changeConversation', { ...old, body: { title: 'Again' } });
    await expect.poll(recordsOf).toEqual([expect.stringContaining('Again')]);
    await settled();
    expect(await readRecord()).toBe(await exported(old));
    await restart('on', 30);
    await settled();
    expect(await recordsOf()).toHaveLength(1);
  });

  test('what happened too long ago gets no record', async () => {
    await start('on', 30);
    const old = await bringIn();
    await settled();
    expect(await recordsOf()).toEqual([]);
    expect(await exported(old)).toContain('Is a joke a kind of knowledge?');
  });

  test.each<[string, number | undefined]>([
    ['on', undefined],
    ['on', 36_500],
    ['elsewhere', 30],
    ['off', 30],
  ])('with %s and %s days nothing that is there is removed', async (...how) => {
    await start('on');
    await bringIn();
    await expect.poll(recordsOf).toHaveLength(1);
    await settled();
    await restart(...how);
    await settled();
    expect(await recordsOf()).toHaveLength(1);
  });
});
