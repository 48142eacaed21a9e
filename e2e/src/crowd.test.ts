import { once } from 'node:events';
import { createLive, type Live } from '@chimera/client/live';
import { type Mirror, mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type DrippingModel, drippingModel } from '../../server/test/dripping-model.ts';
import { playOn, wordsUnlikeTheLog } from '../../server/test/nodes.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.ts';

const VIEWERS = 200;
const SOCKETS = 2000;

let model: DrippingModel;
let server: ServerUnderTest;
let nginx: Nginx;
beforeAll(async () => {
  model = await drippingModel({ words: 60, everyMs: 40 });
  server = await startServerUnderTest({ modelUrl: model.baseUrl });
  nginx = await startNginx({ upstreams: [server.url] });
});
afterAll(async () => {
  await nginx?.close();
  await server?.close();
  await model?.close();
});

const wsOf = (url: string) => `${url.replace('http', 'ws')}/ws`;

test('two hundred viewers behind an nginx that is reloaded and restarted see every word, once', {
  timeout: 120_000,
}, async () => {
  const id = await playOn(server);
  const lives: Live[] = [];
  const mirrors: Mirror[] = [];
  for (let count = 0; count < VIEWERS; count += 1) {
    const live = createLive({ url: wsOf(nginx.url), webSocket: WebSocket });
    lives.push(live);
    mirrors.push(mirrorConversation(live, id));
  }
  const all = (lines: number) =>
    Promise.all(
      mirrors.map((mirror) =>
        mirror.until(({ messages }) => messages.length >= lines, AbortSignal.timeout(40_000)),
      ),
    );
  await all(1);
  await nginx.reload();
  await all(3);
  await nginx.restart();
  await all(6);
  await server.rest.call('pause', { params: { id } });
  const views = await Promise.all(
    mirrors.map((mirror) =>
      mirror.until(({ conversation }) => conversation.state === 'paused', AbortSignal.timeout(20_000)),
    ),
  );
  const { head } = await server.rest.call('getConversation', { params: { id } });
  expect(new Set(views.map(({ conversation }) => conversation.head))).toEqual(new Set([head]));
  expect(wordsUnlikeTheLog(mirrors)).toEqual([]);
  const [first] = views;
  for (const view of views) expect(view.messages).toEqual(first?.messages);
  for (const live of lives) live.close();
});

test('two thousand sockets that are gone at once are let go, and cost nobody anything', {
  timeout: 120_000,
}, async () => {
  const id = await playOn(server);
  const steady = createLive({ url: wsOf(server.url), webSocket: WebSocket });
  let watching = 0;
  const stop = steady.follow(id, {
    onSnapshot: () => undefined,
    onEvent: () => undefined,
    onDelta: () => undefined,
    onPresence: (viewers: number) => {
      watching = viewers;
    },
  });
  const sockets: WebSocket[] = [];
  for (let count = 0; count < SOCKETS; count += 100) {
    const some = Array.from({ length: 100 }, () => new WebSocket(wsOf(server.url)));
    await Promise.all(some.map((socket) => once(socket, 'open')));
    for (const socket of some) socket.send(JSON.stringify({ type: 'subscribe', conversationId: id }));
    sockets.push(...some);
  }
  await vi.waitFor(() => expect(watching).toBe(SOCKETS + 1), { timeout: 20_000, interval: 100 });
  for (const socket of sockets) socket.terminate();
  const droppedAt = performance.now();
  expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  expect(performance.now() - droppedAt).toBeLessThan(2000);
  await vi.waitFor(() => expect(watching).toBe(1), { timeout: 20_000, interval: 100 });
  const mirror = mirrorConversation(steady, id);
  const { conversation } = await mirror.until(() => true, AbortSignal.timeout(5000));
  await mirror.until(({ conversation: { head } }) => head > conversation.head, AbortSignal.timeout(20_000));
  stop();
  steady.close();
});
