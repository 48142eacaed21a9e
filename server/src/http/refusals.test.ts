import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signUp, type TestPerson } from '../../test/accounts.ts';
import { ask } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { loggerOptions } from '../logger.ts';

let server: TestApp;
let member: TestPerson;
let lines: string[] = [];

beforeAll(async () => {
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  server = await startTestApp({
    environment: { CHIMERA_AUTH: 'accounts', CHIMERA_RATE_LIMIT: '1000' },
    logger: pino(loggerOptions('info'), sink),
  });
  await signUp(server, 'root');
  member = await signUp(server, 'member');
});
afterAll(() => server.close());

const logged = () => lines.map((line): unknown => JSON.parse(line));

test('what somebody may not do is written down: who, what, from where', async () => {
  lines = [];
  await ask(`${server.url}/api/admin/users`, { headers: { authorization: `Bearer ${member.token}` } });
  expect(logged()).toMatchObject([
    {
      code: 'forbidden',
      method: 'GET',
      route: '/api/admin/users',
      address: '127.0.0.1',
      userId: member.userId,
    },
  ]);
});

test.each([
  ['another site', { origin: 'https://evil.example' }, 'origin-refused'],
  ['another host', { host: 'rebind.example' }, 'misdirected-host'],
  ['nobody who is known', { authorization: 'Bearer chm_0000_x' }, 'unauthenticated'],
])(
  'so is %s, on requests and on sockets, without the address that was asked for',
  async (_, headers, code) => {
    const socket = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
    lines = [];
    await ask(`${server.url}/api/conversations?q=a-secret-of-mine`, { headers });
    await ask(`${server.url}/ws?ticket=`, { headers: { ...socket, ...key, ...headers } });
    // A ticket that is shown counts, and an empty one is no ticket.
    expect(logged()).toMatchObject([{ code }, { code: expect.any(String), method: 'UPGRADE', route: '/ws' }]);
    expect(lines.join('')).not.toContain('a-secret-of-mine');
  },
);
