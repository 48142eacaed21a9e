import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { createGate } from './gate.ts';

let server: TestApp;
let host: string;
let body: string;
beforeAll(async () => {
  server = await startTestApp();
  ({ host } = new URL(server.url));
  const { items } = await server.rest.call('listPersonas', {});
  body = JSON.stringify({ topic: 'T', seats: [{ personaId: items[0]?.id ?? '' }] });
});
afterAll(() => server.close());

/** Opens a socket and says how it went: `open`, or the status and text of the refusal. */
function upgrade(
  headers: Record<string, string>,
  path = '/ws',
): Promise<{ status: number; text: string; headers: object }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve({ status: 101, text: '', headers: {} });
    });
    socket.on('unexpected-response', (_, answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }));
    });
    socket.on('error', () => undefined);
  });
}

/** Sends exactly this, and gives what comes back until the socket is closed. */
function sendRaw(request: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('close', () => resolve(text));
    socket.write(request);
  });
}

const foreignHosts = [
  'evil.test',
  'localhost.evil.test',
  'evil.test:80',
  '127.0.0.1.evil.test',
  '127.0.0.2',
  '10.0.0.1',
  'localhost.',
  'LOCALHOST.',
  'localhost:',
  'localhost:8080.',
  '127.1',
  '2130706433',
  '[::ffff:127.0.0.1]',
  '::1',
  'localhost,evil.test',
  'localhost:80:80',
  'user@localhost',
  '[::2]',
  '0.0.0.0',
];

describe('a request for another host', () => {
  test.each(foreignHosts)('such as %s is refused, whatever it asks for', async (foreign) => {
    for (const path of ['/', '/api/personas', '/livez', '/openapi.json', '/nothing']) {
      const answer = await ask(`${server.url}${path}`, { headers: { host: foreign } });
      expect(problemIn(answer)).toMatchObject({ status: 421, code: 'misdirected-host' });
    }
    expect(await upgrade({ host: foreign })).toMatchObject({ status: 421 });
  });

  test.each(['localhost', 'LOCALHOST:1234', '127.0.0.1', '[::1]:8080'])(
    'but %s is this one',
    async (known) => {
      expect((await ask(`${server.url}/livez`, { headers: { host: known } })).status).toBe(200);
      expect((await upgrade({ host: known })).status).toBe(101);
    },
  );
});

describe('a page of another site', () => {
  const foreignOrigins = [
    'http://evil.test',
    'https://evil.test',
    'null',
    'http://HOST.evil.test',
    'http://evilHOST',
    'http://HOST@evil.test',
    'http://localhost:1',
    'file://',
    'chrome-extension://abcdef',
    '',
    'HOST',
    'garbage',
  ];

  test.each(foreignOrigins)('with the origin %j can change nothing and open no socket', async (template) => {
    const origin = template.replace('HOST', host);
    for (const [method, path] of [
      ['POST', '/api/conversations'],
      ['PATCH', '/api/conversations/nobody'],
      ['DELETE', '/api/conversations/nobody'],
      ['PUT', '/api/conversations/nobody/queue'],
      ['POST', '/api/ws-ticket'],
    ] as const) {
      const answer = await ask(`${server.url}${path}`, { method, headers: { ...JSON_TYPE, origin }, body });
      expect(problemIn(answer)).toMatchObject({ status: 403, code: 'origin-refused' });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const refused = await upgrade({ origin });
    expect(refused).toMatchObject({ status: 403 });
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'origin-refused',
      requestId: expect.stringMatching(/.+/),
    });
    expect(refused.headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  });

  test('is known by what the browser says of it, even without an origin', async () => {
    const headers = { ...JSON_TYPE, 'sec-fetch-site': 'cross-site' };
    expect((await ask(`${server.url}/api/conversations`, { method: 'POST', headers, body })).status).toBe(
      403,
    );
    expect((await upgrade({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  test('gets no leave to read either', async () => {
    const answer = await ask(`${server.url}/api/personas`, { headers: { origin: 'http://evil.test' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    const asked = { origin: 'http://evil.test', 'access-control-request-method': 'POST' };
    for (const path of ['/api/conversations', '/api/nothing', '/', '*']) {
      const preflight = await ask(`${server.url}/`, { method: 'OPTIONS', headers: asked, path });
      expect([path, preflight.status]).toEqual([path, 403]);
      const leave = Object.keys(preflight.headers).filter((name) => name.startsWith('access-control-'));
      expect(leave).toEqual([]);
    }
  });

  const read = { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
  const framed = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
  const script = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
  const visit = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const api = [
    '/api/personas',
    '/api/conversations/x/events',
    '/%61pi/personas',
    '/ws',
    '/metrics',
    '/livez',
  ];
  const pages = ['/', '/c/x', '/conversations', '/docs', '/openapi.json'];

  // Another port of this machine is of the same site, and gets the cookies that are SameSite=Strict.
  test.each(['cross-site', 'same-site', 'garbage'])(
    'of a request that is %s can read nothing',
    async (site) => {
      for (const method of ['GET', 'HEAD']) {
        for (const [kinds, paths] of [
          [
            [read, framed, script],
            [...api, ...pages, '/assets/x.js', '/first-paint.js', '/docs/style.css'],
          ],
          [[visit], [...api, '/assets/x.js', '/docs/style.css']],
        ] as const) {
          for (const kind of kinds) {
            for (const path of paths) {
              const headers = { ...kind, 'sec-fetch-site': site };
              const { status } = await ask(`${server.url}${path}`, { method, headers });
              expect({ method, path, headers, status }).toMatchObject({ status: 403 });
            }
          }
        }
      }
    },
  );

  test('may lead a person to our pages', async () => {
    for (const path of pages) {
      const headers = { ...visit, accept: 'text/html', 'sec-fetch-site': 'cross-site' };
      const { status } = await ask(`${server.url}${path}`, { headers });
      expect({ path, status }).not.toMatchObject({ status: 403 });
      const sent = await ask(`${server.url}${path}`, { method: 'POST', headers });
      expect({ path, status: sent.status }).toMatchObject({ status: 403 });
    }
  });

  test('nothing was made by all of that', async () => {
    expect((await server.rest.call('listConversations', {})).items).toEqual([]);
  });
});

test('our own page, and a program that has no origin, may do everything', async () => {
  for (const headers of [
    {},
    { origin: `http://${host}` },
    { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
  ]) {
    const sent = { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body };
    expect((await ask(`${server.url}/api/conversations`, sent)).status).toBe(201);
    expect((await upgrade(headers)).status).toBe(101);
  }
});

test('the public address is known by name and origin, and only with its port', () => {
  const gate = createGate(new URL('https://chimera.example:8443'));
  const check = (headers: Record<string, string>) => () =>
    gate.check({ method: 'POST', url: '/api/x', headers, rawHeaders: Object.entries(headers).flat() });
  expect(check({ host: 'chimera.example:8443', origin: 'https://chimera.example:8443' })).not.toThrow();
  // A proxy that passes its own name for the host and keeps the origin.
  expect(check({ host: '127.0.0.1:8080', origin: 'https://chimera.example:8443' })).not.toThrow();
  expect(check({ host: 'CHIMERA.example:8443', origin: 'https://chimera.example:8443' })).not.toThrow();
  expect(check({ host: 'chimera.example' })).toThrow(/host name/);
  // The same name without encryption is whoever sits in between.
  expect(check({ host: 'chimera.example:8443', origin: 'http://chimera.example:8443' })).toThrow(
    /another site/,
  );
  expect(check({ host: 'chimera.example:8443', origin: 'https://chimera.example' })).toThrow(/another site/);
  expect(check({ host: 'chimera.example.evil.test:8443' })).toThrow(/host name/);
});

describe('a request whose first line or headers name another host', () => {
  test.each([
    ['GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil.test', 400],
    ['GET /livez HTTP/1.1\r\nHost: evil.test\r\nhost: localhost', 400],
    ['GET http://evil.test/livez HTTP/1.1\r\nHost: localhost', 421],
    ['GET http://localhost/livez HTTP/1.1\r\nHost: evil.test', 200],
    ['GET /livez HTTP/1.1', 421],
    ['GET /livez HTTP/1.1\r\nHost: [::1]:8080', 200],
    ['POST /api/conversations HTTP/1.1\r\nHost: localhost:1\r\nOrigin: HTTP://LOCALHOST:1', 400],
    ['POST /api/conversations HTTP/1.1\r\nHost: [::1]:1\r\nOrigin: http://[::1]:1', 400],
    ['POST /api/conversations HTTP/1.1\r\nHost: [::1]:1\r\nOrigin: http://[::1]:2', 403],
    ['POST /api/conversations HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://127.0.0.1:1', 403],
    [
      'POST /api/conversations HTTP/1.1\r\nHost: localhost:1\r\nOrigin: http://localhost:1\r\nOrigin: http://x',
      403,
    ],
  ])('%s', async (head, status) => {
    expect(await sendRaw(`${head}\r\nConnection: close\r\n\r\n`)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});

describe('a socket', () => {
  test.each(['/', '/ws/', '/ws2', '//', '//ws', '/api/personas', 'http://['])(
    'opens at /ws and not at %s',
    async (path) => {
      const key = 'dGhlIHNhbXBsZSBub25jZQ==';
      const answer = await sendRaw(
        `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1.1 404 Not Found/);
    },
  );

  test('is not compressed, and no forged address of the client is believed', async () => {
    const socket = new WebSocket(`ws://${host}/ws`, { headers: { 'x-forwarded-for': '10.0.0.1' } });
    await new Promise((resolve) => socket.on('open', resolve));
    expect(socket.extensions).toBe('');
    socket.close();
  });
});
