import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const MiB = 1024 * 1024;

interface Raw {
  readonly answer: string;
  readonly tookMs: number;
  /** Bytes that the server took. */
  readonly sent: number;
}

/** Sends the head, then the same piece again and again, until the server answers or closes. */
function raw(head: string, piece = '', { everyMs = 0, most = Number.POSITIVE_INFINITY } = {}): Promise<Raw> {
  return new Promise((resolve) => {
    const startMs = performance.now();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    let sent = 0;
    const done = () => {
      clearInterval(drip);
      socket.destroy();
      resolve({ answer, tookMs: performance.now() - startMs, sent });
    };
    const push = () => {
      if (piece === '' || sent >= most || socket.destroyed) return;
      sent += piece.length;
      const mayGoOn = socket.write(piece);
      if (everyMs > 0) return;
      if (mayGoOn) setImmediate(push);
      else socket.once('drain', push);
    };
    const drip = setInterval(everyMs > 0 ? push : () => undefined, everyMs || 1000);
    socket.on('data', (data) => {
      answer += String(data);
    });
    socket.on('error', () => undefined);
    socket.on('close', done);
    socket.on('end', done);
    socket.write(head, () => (everyMs > 0 ? undefined : push()));
  });
}

const post = (path: string, ...headers: string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    'Connection: close',
    ...headers,
    '',
    '',
  ].join('\r\n');

describe('a body that is too large', () => {
  test('is refused by the length that it says, before any of it comes', async () => {
    const { answer, tookMs } = await raw(post('/api/conversations', `Content-Length: ${5 * MiB}`));
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"payload-too-large"/s);
    expect(tookMs).toBeLessThan(1000);
  });

  test('and says no length is refused long before its end', async () => {
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    const { answer, sent } = await raw(post('/api/conversations', 'Transfer-Encoding: chunked'), piece, {
      most: 64 * MiB,
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"payload-too-large"/s);
    expect(sent).toBeLessThan(32 * MiB);
  });
});

describe('headers and addresses', () => {
  test.each([
    [
      'an address of 100 kB',
      `GET /api/personas?q=${'a'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    ],
    ['a header of 100 kB', `GET /livez HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`],
    [
      'thousands of headers',
      `GET /livez HTTP/1.1\r\nHost: localhost\r\n${Array.from({ length: 5000 }, (_, at) => `X-${at}: a\r\n`).join('')}\r\n`,
    ],
  ])('%s: refused, and soon', async (_, head) => {
    const { answer, tookMs } = await raw(head);
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*problem\+json/s);
    expect(tookMs).toBeLessThan(1000);
  });

  test('thousands of query parameters are answered as ever', async () => {
    const query = Array.from({ length: 2500 }, (_, at) => `a${at}=1`)
      .join('&')
      .slice(0, 15_000);
    const startMs = performance.now();
    expect((await ask(`${server.url}/api/personas?limit=1&${query}`)).status).toBe(200);
    const twice = await ask(`${server.url}/api/personas?${'limit=1&'.repeat(1500)}`);
    expect(problemIn(twice).status).toBe(400);
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  test.each(["x' or '1'='1", 'chm_a%27--', 'chm_\u00e4', '__proto__', '{"$ne":null}', 'Bearer', ''])(
    'an API key such as %j does no harm',
    async (key) => {
      const latin = Buffer.from(key, 'utf8').toString('latin1');
      const { status } = await ask(`${server.url}/api/personas`, { headers: { 'x-api-key': latin } });
      expect([200, 401]).toContain(status);
      const bearer = await ask(`${server.url}/api/personas`, {
        headers: { authorization: `Bearer ${latin}` },
      });
      expect([200, 401]).toContain(bearer.status);
    },
  );
});

describe('who sends slowly', () => {
  test('loses the connection when headers drip in, when nothing comes at all, and nobody else waits', async () => {
    const drips = Array.from({ length: 50 }, () =>
      raw('GET /livez HTTP/1.1\r\nHost: localhost\r\n', 'X-A: b\r\n', { everyMs: 500 }),
    );
    const silent = raw('');
    const startMs = performance.now();
    expect((await ask(`${server.url}/livez`)).status).toBe(200);
    expect(performance.now() - startMs).toBeLessThan(1000);
    for (const { answer, tookMs } of await Promise.all(drips)) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 .*took too long/s);
      expect(tookMs).toBeGreaterThan(9000);
      expect(tookMs).toBeLessThan(16_000);
    }
    expect((await silent).tookMs).toBeLessThan(16_000);
  }, 30_000);
});

test('after all this the server is alive', async () => {
  expect((await ask(`${server.url}/livez`)).status).toBe(200);
});
