import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRest, type Rest } from '@chimera/client/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failedTurn } from '../test/failed-turn.ts';
import { type HostileVendor, type Hostility, hostilities, hostileVendor } from '../test/hostile-vendor.ts';
import { type ServerProcess, startServerProcess } from '../test/server-process.ts';

const MEGABYTE = 1_048_576;
const GROWTH_LIMIT_BYTES = 50 * MEGABYTE;
/** What is no garbage, but a refusal that is too long. */
const others: Partial<Record<Hostility, string>> = {
  'endless refusal': 'failing',
  'endless redirect': 'request-refused',
};
/** The cap of an answer, and what the buffers of two sockets hold besides. */
const SENT_LIMIT_BYTES = 32 * MEGABYTE;
const WAIT_LIMIT_MS = 1_000;

// How much a process has in memory is read where Linux tells it.
describe.runIf(process.platform === 'linux')('a server whose model servers mean harm', () => {
  let vendor: HostileVendor;
  let server: ServerProcess;
  let rest: Rest;
  let dataDir: string;

  beforeAll(async () => {
    vendor = await hostileVendor();
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-hostile-'));
    server = await startServerProcess({
      CHIMERA_DATA_DIR: dataDir,
      CHIMERA_LOG_LEVEL: 'silent',
      CHIMERA_ALLOWED_HOSTS: vendor.host,
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
      LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
    });
    rest = createRest({ baseUrl: server.url });
    // What is loaded and compiled at first use is no growth.
    for (let turn = 0; turn < 30; turn += 1) await tested(vendor.kindUrl);
    for (const hostility of ['a million thoughts', 'a million values'] as const) {
      await tested(vendor.baseUrl(hostility));
      await listed(vendor.baseUrl(hostility));
    }
    await at(vendor.baseUrl('deep brackets'), ({ id }) => failedTurn(rest, id));
  }, 60_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    await vendor.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** What `call` comes to at a connection that leads there. */
  async function at<Outcome>(
    baseUrl: string,
    call: (params: { id: string }) => Promise<Outcome>,
    kind: 'openai-compatible' | 'ollama' = 'openai-compatible',
  ) {
    const { id } = await rest.call('createConnection', {
      body: { kind, baseUrl, apiKey: 'sk-test-4f9a8b7c6d5e' },
    });
    try {
      return await call({ id });
    } finally {
      await rest.call('deleteConnection', { params: { id } });
    }
  }
  const tested = (baseUrl: string) =>
    at(baseUrl, async (params) => {
      const { problem } = await rest.call('testConnection', { params, body: { model: 'm' } });
      return problem?.code ?? 'ok';
    });
  const listed = (baseUrl: string) =>
    at(baseUrl, (params) =>
      rest.call('listModels', { params }).then(
        ({ items }) => `${items.length} models`,
        (error: unknown) => (error instanceof Error && 'status' in error ? String(error.status) : 'broken'),
      ),
    );

  async function memory(field: 'VmRSS' | 'VmHWM'): Promise<number> {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  }

  /** What a call comes to, how far memory rose, and how long others waited at most. */
  async function watched<Outcome>(call: () => Promise<Outcome>) {
    const before = await memory('VmRSS');
    // proc_pid_clear_refs(5): from here on the peak is counted anew.
    await writeFile(`/proc/${server.pid}/clear_refs`, '5');
    vendor.takeSentBytes();
    const over = new AbortController();
    let longestWaitMs = 0;
    const everybodyElse = (async () => {
      while (!over.signal.aborted) {
        const askedAt = performance.now();
        expect((await fetch(`${server.url}/livez`)).status).toBe(200);
        longestWaitMs = Math.max(longestWaitMs, performance.now() - askedAt);
        await sleep(10);
      }
    })();
    const outcome = await call();
    over.abort();
    await everybodyElse;
    const growth = (await memory('VmHWM')) - before;
    return { outcome, growth, longestWaitMs, sentBytes: vendor.takeSentBytes() };
  }

  function expectCalm({
    growth,
    longestWaitMs,
    sentBytes,
  }: Omit<Awaited<ReturnType<typeof watched>>, 'outcome'>) {
    expect(growth).toBeLessThan(GROWTH_LIMIT_BYTES);
    expect(longestWaitMs).toBeLessThan(WAIT_LIMIT_MS);
    expect(sentBytes).toBeLessThan(SENT_LIMIT_BYTES);
  }

  test('serves those who mean none', async () => {
    expect([await tested(vendor.kindUrl), await listed(vendor.kindUrl)]).toEqual(['ok', '1 models']);
  });

  test.each(hostilities)('does not read an answer to its end: %s', async (hostility) => {
    const seen = await watched(() => tested(vendor.baseUrl(hostility)));
    expect(seen.outcome).toBe(others[hostility] ?? 'garbled');
    expectCalm(seen);
  });

  test.each(hostilities)('does not read a list of models to its end: %s', async (hostility) => {
    const seen = await watched(() => listed(vendor.baseUrl(hostility)));
    expect(seen.outcome).toBe('502');
    expectCalm(seen);
  });

  test('keeps little of an Ollama that tells too much of its models', async () => {
    const all = async (params: { id: string }) => {
      const { items } = await rest.call('listModels', { params });
      // They are told one by one while the list is long there.
      await sleep(2_000);
      return items.length;
    };
    const seen = await watched(() => at(vendor.talkativeUrl, all, 'ollama'));
    expect(seen.outcome).toBe(300);
    expectCalm(seen);
  });

  test.each(['endless comments', 'a million tiny events', 'a million thoughts', 'endless refusal'] as const)(
    'goes on where a turn meets one: %s',
    async (hostility) => {
      const seen = await watched(() => at(vendor.baseUrl(hostility), ({ id }) => failedTurn(rest, id)));
      expect(seen.outcome.code).toBe(others[hostility] ?? 'garbled');
      expectCalm(seen);
    },
  );
});
