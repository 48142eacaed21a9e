import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

/** On a machine that does other things as well. */
const ANSWER_MS = 400;

let server: TestApp;
const opened: { terminate?: () => void; destroy?: () => void }[] = [];
beforeAll(async () => {
  server = await startTestApp();
});
afterEach(() => {
  for (const one of opened.splice(0)) (one.terminate ?? one.destroy)?.call(one);
});
afterAll(() => server.close());

async function open(): Promise<WebSocket> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`);
  opened.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return socket;
}

/** A client that frames by itself. */
async function openRaw(headers = ''): Promise<{ socket: Socket; said: () => Buffer }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  opened.push(socket);
  let all = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (piece) => {
    all = Buffer.concat([all, Buffer.from(piece)]);
  });
  socket.write(
    `GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${headers}\r\n`,
  );
  await vi.waitUntil(() => all.includes('\r\n\r\n'));
  return { socket, said: () => all };
}

/** The code in a close frame of the server (RFC 6455, section 5.5.1); null when there is none. */
function closeCode(said: Buffer): number | null {
  const frames = said.subarray(said.indexOf('\r\n\r\n') + 4);
  const at = frames.findIndex((byte, index) => byte === 0x88 && (frames[index + 1] ?? 0) >= 2);
  return at === -1 ? null : frames.readUInt16BE(at + 2);
}

/** Asks again and again until told to stop; says how long the slowest answer took. */
async function pinging(): Promise<() => Promise<number>> {
  const socket = await open();
  let slowestMs = 0;
  const over = new AbortController();
  const all = (async () => {
    while (!over.signal.aborted) {
      const fromMs = performance.now();
      socket.send('{"type":"ping"}');
      await once(socket, 'message');
      slowestMs = Math.max(slowestMs, performance.now() - fromMs);
      await sleep(25);
    }
  })();
  return async () => {
    over.abort();
    await all;
    return slowestMs;
  };
}

test('a million tiny fragments close the socket, grow nothing, and hold nobody up', async () => {
  const stop = await pinging();
  const { socket, said } = await openRaw();
  // A text that goes on for ever, one masked byte in each fragment.
  const fragment = Buffer.from([0x00, 0x81, 0, 0, 0, 0, 0x78]);
  const many = Buffer.concat(Array.from({ length: 10_000 }, () => fragment));
  const before = process.memoryUsage.rss();
  socket.write(Buffer.from([0x01, 0x81, 0, 0, 0, 0, 0x78]));
  let most = before;
  for (let sent = 0; sent < 100; sent += 1) {
    socket.write(many);
    await sleep(5);
    most = Math.max(most, process.memoryUsage.rss());
  }
  await vi.waitFor(() => expect(closeCode(said())).toBe(1008));
  expect((most - before) / 1024 / 1024).toBeLessThan(40);
  expect(await stop()).toBeLessThan(ANSWER_MS);
}, 20_000);

test.each([
  ['frames', (socket: WebSocket) => socket.send('{"type":"ping"}')],
  ['bad frames', (socket: WebSocket) => socket.send('garbage')],
  ['pings', (socket: WebSocket) => socket.ping()],
  ['pongs', (socket: WebSocket) => socket.pong()],
])('a flood of %s is closed with 1008 in words, and others are served as ever', async (_, send) => {
  const stop = await pinging();
  const socket = await open();
  const closed = once(socket, 'close');
  for (let sent = 0; sent < 50_000; sent += 1) send(socket);
  const [code, reason] = await closed;
  expect([code, String(reason)]).toEqual([1008, 'Too many frames. Send fewer of them.']);
  expect(await stop()).toBeLessThan(ANSWER_MS);
});

test('two hundred frames at once, and then forty a second, are not too many', async () => {
  const socket = await open();
  for (let sent = 0; sent < 180; sent += 1) socket.send('{"type":"ping"}');
  for (let sent = 0; sent < 100; sent += 1) {
    await sleep(25);
    socket.send('{"type":"ping"}');
  }
  expect(socket.readyState).toBe(WebSocket.OPEN);
}, 20_000);

test('a ping is answered', async () => {
  const socket = await open();
  socket.ping('here');
  expect(String((await once(socket, 'pong'))[0])).toBe('here');
});

test.each([
  ['a fragment that nothing follows', [0x01, 0x81, 0, 0, 0, 0, 0x78]],
  ['half a header', [0x81]],
  ['half a frame', [0x81, 0x85, 0, 0, 0, 0, 0x78]],
])(
  '%s is waited for, but not for ever',
  async (_, bytes) => {
    const { socket, said } = await openRaw();
    const quiet = await openRaw();
    socket.write(Buffer.from(bytes));
    await sleep(8000);
    expect(closeCode(said())).toBeNull();
    await vi.waitFor(() => expect(closeCode(said())).toBe(1008), 6000);
    await vi.waitFor(() => expect(socket.destroyed || socket.readableEnded).toBe(true), 4000);
    // Who says nothing at all may stay.
    expect(closeCode(quiet.said())).toBeNull();
  },
  30_000,
);

test('compression is never agreed on', async () => {
  const { said } = await openRaw('Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n');
  expect(said().toString()).toMatch(/^HTTP\/1\.1 101 /);
  expect(said().toString()).not.toMatch(/sec-websocket-extensions/i);
  const { socket, said: answer } = await openRaw('Sec-WebSocket-Extensions: permessage-deflate\r\n');
  // RSV1, as a compressed frame has it.
  socket.write(Buffer.from([0xc1, 0x81, 0, 0, 0, 0, 0x78]));
  await vi.waitFor(() => expect(closeCode(answer())).toBe(1002));
});

test('headers that never end are answered with a refusal, and not waited for', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  opened.push(socket);
  let said = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  socket.write('GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: ');
  await once(socket, 'close');
  expect(said).toMatch(/^HTTP\/1\.1 4\d\d .*problem\+json/s);
}, 25_000);
