import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLive } from '@chimera/client/live';
import { mirrorConversation } from '@chimera/client/mirror';
import { messageIdOf } from '@chimera/protocol/view';
import { createRest } from '@chimera/client/rest';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type DrippingModel, drippingModel } from '../test/dripping-model.ts';
import { type ServerProcess, startServerProcess } from '../test/server-process.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { openDatabase } from './db/open-database.ts';

const WORDS = 60;

let model: DrippingModel;
let dataDir: string;
beforeAll(async () => {
  model = await drippingModel({ words: WORDS, everyMs: 20 });
});
afterAll(() => model.close());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'chimera-crash-'));
  return () => rm(dataDir, { recursive: true, force: true });
});

function start(): Promise<ServerProcess> {
  return startServerProcess({
    CHIMERA_DATA_DIR: dataDir,
    OPENAI_COMPATIBLE_BASE_URL: model.baseUrl,
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
  });
}

async function verified() {
  const database = await openDatabase({ url: null, dataDir });
  const verdict = await verifyLog(database);
  await database.close();
  return verdict;
}

async function play(server: ServerProcess) {
  const rest = createRest({ baseUrl: server.url });
  const { items } = await rest.call('listPersonas', {});
  const { id } = await rest.call('createConversation', {
    body: {
      topic: 'crash',
      seats: items.slice(0, 3).map((persona) => ({
        personaId: persona.id,
        brain: { connectionId: 'openai-compatible', model: 'drip' },
      })),
      settings: { pace: 'instant', maxTurns: 100 },
    },
  });
  await rest.call('play', { params: { id } });
  return id;
}

function watch(server: ServerProcess, id: string) {
  const live = createLive({ url: `${server.url.replace('http', 'ws')}/ws`, webSocket: WebSocket });
  return mirrorConversation(live, id);
}

test('killed in the middle of a line, again and again, it goes on by itself and loses nothing', {
  timeout: 120_000,
}, async () => {
  let server = await start();
  const id = await play(server);
  for (let round = 0; round < 6; round += 1) {
    const mirror = watch(server, id);
    const seen = await mirror.until(({ liveText }) => liveText.split(' ').length > 20 + round * 3);
    const { turn } = seen.conversation;
    await server.end('SIGKILL');
    mirror.close();
    expect((await verified()).problems).toEqual([]);

    server = await start();
    const back = watch(server, id);
    const after = await back.until(
      ({ conversation, messages, liveText }) =>
        liveText !== '' && conversation.head > seen.conversation.head && messages.length > 0,
      AbortSignal.timeout(8000),
    );
    back.close();
    const kept = after.messages.find(({ id }) => turn && id === messageIdOf(turn));
    expect(kept).toMatchObject({ status: 'interrupted', attempt: turn?.attempt });
    expect(kept?.text.startsWith('word1of')).toBe(true);
    // At most a tenth of a second of words is lost, which is five, and some for a machine under load.
    expect(seen.liveText.split(' ').length - (kept?.text.split(' ').length ?? 0)).toBeLessThan(20);
  }
  const mirror = watch(server, id);
  const rest = createRest({ baseUrl: server.url });
  await mirror.until(({ messages }) => messages.at(-1)?.status === 'complete');
  await rest.call('stop', { params: { id } });
  mirror.close();
  expect(await server.end('SIGTERM')).toBe(0);
  const verdict = await verified();
  expect(verdict).toMatchObject({ conversations: 1, problems: [] });
});

test('told to end in the middle of a line, it keeps what was said and goes on after the next start', {
  timeout: 60_000,
}, async () => {
  const first = await start();
  const id = await play(first);
  const mirror = watch(first, id);
  const seen = await mirror.until(({ liveText }) => liveText.split(' ').length > 10);
  expect(await first.end('SIGTERM')).toBe(0);
  mirror.close();
  const second = await start();
  const back = watch(second, id);
  const view = await back.until(
    ({ liveText, messages }) => liveText !== '' && messages[0]?.status === 'interrupted',
    AbortSignal.timeout(8000),
  );
  back.close();
  await second.end('SIGKILL');
  expect(view.conversation.turn).not.toBeNull();
  expect(view.messages[0]?.text.length).toBeGreaterThanOrEqual(seen.liveText.trimEnd().length);
  expect((await verified()).problems).toEqual([]);
});

test('a second process on the same data directory refuses to start and says why', {
  timeout: 30_000,
}, async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(/Another Chimera is running on the data directory/);
  await first.end('SIGKILL');
  // The lock went with its process.
  const next = await start();
  await next.end('SIGTERM');
});

test.each([
  [{ CHIMERA_PORT: 'eighty' }, /CHIMERA_PORT: Give a port number/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: Give a URL that begins with postgres/],
  [{ CHIMERA_HOST: '0.0.0.0' }, /CHIMERA_HOST: without accounts/],
  [{ OLLAMA_BASE_URL: 'localhost:11434' }, /OLLAMA_BASE_URL: Give a whole URL/],
])('a wrong setting %j is told in words, without a stack', async (environment, words) => {
  const refused = startServerProcess({ CHIMERA_DATA_DIR: dataDir, ...environment });
  await expect(refused).rejects.toThrow(words);
  await expect(refused).rejects.not.toThrow(/ at .*\.ts:/);
});
