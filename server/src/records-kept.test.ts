import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../test/http-answer.ts';
import { samplesIn, valueOf } from '../test/metrics-text.ts';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

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

  const start = async (records: string) => {
    server = await startTestApp({
      dataDir: opened.url === null ? opened.dataDir : dataDir,
      databaseUrl: opened.url,
      environment: { CHIMERA_RECORDS: records },
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
});
