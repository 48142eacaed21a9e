import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest, type Rest } from '@chimera/client/rest';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type DrippingModel, drippingModel } from '../../test/dripping-model.ts';
import { type ServerProcess, startServerProcess } from '../../test/server-process.ts';
import { verifyLog } from '../conversations/verify-store.ts';
import { openDatabase } from '../db/open-database.ts';

const TURNS = 10;

let model: DrippingModel;
let dataDir: string;
beforeAll(async () => {
  model = await drippingModel({ words: 2000, everyMs: 20 });
});
afterAll(() => model.close());
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'chimera-shutdown-'));
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

async function playTen(rest: Rest): Promise<string[]> {
  const { items } = await rest.call('listPersonas', {});
  const brain = { connectionId: 'openai-compatible', model: 'drip' };
  const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id, brain }));
  const settings = { pace: 'instant' as const, maxTurns: 50 };
  const made = Array.from({ length: TURNS }, async (_, number) => {
    const { id } = await rest.call('createConversation', {
      body: { topic: `Talk ${number}`, seats, settings },
    });
    await rest.call('play', { params: { id } });
    return id;
  });
  return Promise.all(made);
}

/** Follows a conversation until its words come. */
async function watch(server: ServerProcess, conversationId: string): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`);
  await once(socket, 'open');
  const words = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data) && data.includes('"type":"delta"')) resolve();
    });
  });
  socket.send(JSON.stringify({ type: 'subscribe', conversationId }));
  await words;
  return socket;
}

test('told to end in the middle of ten turns, it lets everybody go, ends well, and goes on after the next start', {
  timeout: 90_000,
}, async () => {
  const server = await start();
  const rest = createRest({ baseUrl: server.url });
  const ids = await playTen(rest);
  const sockets = await Promise.all(ids.map((id) => watch(server, id)));
  const codes = sockets.map((socket) => once(socket, 'close').then(([code]) => Number(code)));
  // One who reads no more, and one who follows by server-sent events.
  const stuck = await watch(server, ids[0] ?? '');
  stuck.pause();
  const stream = get(`${server.url}/api/conversations/${ids[1]}/events`, {
    headers: { accept: 'text/event-stream' },
    agent: false,
  });
  stream.on('error', () => undefined);
  const [answer] = await once(stream, 'response');
  answer.resume();
  const streamEnded = once(answer, 'end');

  const startMs = performance.now();
  expect(await server.end('SIGTERM')).toBe(0);
  expect(performance.now() - startMs).toBeLessThan(10_000);
  expect(await Promise.all(codes)).toEqual(sockets.map(() => 1012));
  await streamEnded;
  stuck.terminate();

  const database = await openDatabase({ url: null, dataDir });
  const verdict = await verifyLog(database);
  await database.close();
  expect(verdict).toMatchObject({ conversations: TURNS, problems: [] });

  const again = await start();
  const restAgain = createRest({ baseUrl: again.url });
  for (const id of ids) {
    await vi.waitFor(async () => {
      const conversation = await restAgain.call('getConversation', { params: { id } });
      expect(conversation).toMatchObject({ state: 'running', turn: { seatId: expect.any(String) } });
    }, 10_000);
    const { items } = await restAgain.call('listMessages', { params: { id } });
    expect(items[0]).toMatchObject({ status: 'interrupted', text: expect.stringMatching(/^word1of/) });
  }
  const back = await watch(again, ids[0] ?? '');
  back.close();
  expect(await again.end('SIGTERM')).toBe(0);
});

test('told twice, it does not wait', { timeout: 30_000 }, async () => {
  const server = await start();
  await playTen(createRest({ baseUrl: server.url }));
  const startMs = performance.now();
  process.kill(server.pid, 'SIGTERM');
  await server.end('SIGTERM');
  expect(performance.now() - startMs).toBeLessThan(3000);
});
