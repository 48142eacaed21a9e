import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, JSON_TYPE } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let id: string;
beforeAll(async () => {
  server = await startTestApp();
  const { items } = await server.rest.call('listPersonas', {});
  const seats = [{ personaId: items[0]?.id ?? '' }];
  ({ id } = await server.rest.call('createConversation', { body: { topic: 'T', seats } }));
});
afterAll(() => server.close());

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Each kind of answer that there is, by what asks for it; `ID` is a conversation. */
const kinds: readonly [what: string, status: number, options?: Parameters<typeof ask>[1]][] = [
  ['/', 200, { headers: { accept: 'text/html' } }],
  ['/c/ID', 200, { headers: { accept: 'text/html' } }],
  ['/first-paint.js', 200],
  ['/mark.svg', 200],
  ['/docs', 200],
  ['/docs/style.css', 200],
  ['/openapi.json', 200],
  ['/livez', 200],
  ['/readyz', 200],
  ['/metrics', 200],
  ['/api/personas', 200],
  ['/api/personas', 200, { method: 'HEAD' }],
  ['/api/conversations/ID/export?format=html', 200],
  ['/api/conversations/ID/export?format=json', 200],
  ['/api/conversations/ID/export?format=markdown', 200],
  ['/api/conversations/ID/events', 200],
  ['/api/conversations/ID/play', 202, { method: 'POST' }],
  ['/api/conversations', 400, { method: 'POST', headers: JSON_TYPE, body: '{' }],
  ['/api/conversations', 415, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }],
  ['/api/conversations', 403, { method: 'POST', headers: { origin: 'http://evil.test' } }],
  ['/api/conversations/ID', 204, { method: 'DELETE' }],
  ['/api/personas?limit=x', 400],
  ['/api/personas/%ff', 400],
  ['/%', 400],
  ['/api/nothing', 404],
  ['/nothing', 404],
  ['/assets/nothing.js', 404],
  ['/..%2f..%2fpackage.json', 404],
  ['/api/personas', 405, { method: 'OPTIONS' }],
  ['/api/personas', 421, { headers: { host: 'evil.test' } }],
];

test('every kind of answer carries the security headers', async () => {
  for (const [template, status, options] of kinds) {
    const path = template.replace('ID', id);
    const answer = await ask(`${server.url}/`, { ...options, path });
    expect([path, answer.status]).toEqual([path, path.includes('/play') ? answer.status : status]);
    requireSafe(path, answer.headers);
    const isStatic = /^\/(?:$|c\/|first-paint|mark)/.test(path);
    expect([path, answer.headers['cache-control']]).toEqual([path, isStatic ? 'no-cache' : 'no-store']);
  }
});

test('so does a stream of events, a socket that is refused, and what is no request', async () => {
  const seats = [{ personaId: 'builtin-socrates' }];
  const other = await server.rest.call('createConversation', { body: { topic: 'T', seats } });
  const stream = await fetch(`${server.url}/api/conversations/${other.id}/events`, {
    headers: { accept: 'text/event-stream' },
  });
  requireSafe('the stream', Object.fromEntries(stream.headers));
  expect(stream.headers.get('cache-control')).toBe('no-store');
  await stream.body?.cancel();

  requireSafe('the socket', await refusedUpgrade());

  const answer = await new Promise<string>((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.setEncoding('utf8').on('data', (text: string) => resolve(text));
    socket.write('NOT HTTP\r\n\r\n');
  });
  const lines = answer.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? [];
  const parsed = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  requireSafe('no request', Object.fromEntries(parsed));
});

test('an exported file would run, load and send nothing, and is taken along instead of shown', async () => {
  const seats = [{ personaId: 'builtin-socrates' }];
  const other = await server.rest.call('createConversation', { body: { topic: '<b>"\r\n', seats } });
  for (const format of ['html', 'markdown', 'text', 'json', 'jsonl']) {
    const { headers } = await ask(`${server.url}/api/conversations/${other.id}/export?format=${format}`);
    expect(headers['content-disposition']).toMatch(/^attachment; filename=/);
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none';/);
  }
});

test('only a server whose address is https tells browsers never to come without encryption', async () => {
  const hsts = 'strict-transport-security';
  expect((await ask(`${server.url}/livez`)).headers[hsts]).toBeUndefined();
  const environment = { CHIMERA_PUBLIC_URL: 'https://chimera.example' };
  const behindProxy = await startTestApp({ environment });
  try {
    for (const path of ['/livez', '/api/nothing', '/%'])
      expect((await ask(`${behindProxy.url}/`, { path })).headers[hsts]).toBe(
        'max-age=31536000; includeSubDomains',
      );
  } finally {
    await behindProxy.close();
  }
});

function refusedUpgrade(): Promise<Headers> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { origin: 'http://evil.test' });
    socket.on('unexpected-response', (_, { headers }) => resolve(headers));
    socket.on('error', () => undefined);
  });
}

function requireSafe(what: string, headers: Headers): void {
  expect({ what, ...headers }).toMatchObject({
    what,
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': expect.stringMatching(/camera=\(\).*microphone=\(\)/),
  });
  expect([what, headers['content-security-policy']]).not.toEqual([
    what,
    expect.stringMatching(/unsafe|\*|https?:/),
  ]);
  const tellTale = Object.keys(headers).filter((name) =>
    /^(?:access-control-|server$|x-powered-by$)/.test(name),
  );
  expect([what, tellTale]).toEqual([what, []]);
}
