import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { api } from '@chimera/protocol/api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, problemIn } from '../../test/http-answer.ts';
import { ChimeraError } from '../errors.ts';
import type { Authoriser, Identity } from '../identity.ts';
import { silentLogger } from '../logger.ts';
import { createLimits } from '../limits/limits.ts';
import type { AskingParts } from './asking.ts';
import { clientAddress } from './client-address.ts';
import { isHeavy, kindsOf } from './counted.ts';
import { createGate } from './gate.ts';
import { createSecurityHeaders } from './headers.ts';
import { registerProblems } from './problems.ts';
import { admission } from './routes.ts';
import { requestIds } from './request-id.ts';
import { registerUpgrade } from './upgrade.ts';

const LIMIT = 50;

/** A token is the name of its account; those that begin with “wrong” do not hold. */
const authoriser: Authoriser = {
  identify: async (shown) => {
    if (shown.kind === 'none') return null;
    const token = shown.kind === 'token' ? shown.token : shown.kind === 'key' ? shown.key : '';
    if (token.startsWith('wrong')) throw new ChimeraError('unauthenticated', 'This does not hold.');
    return {
      person: { userId: shown.kind === 'key' ? 'ada' : token, name: 'Ada' },
      username: 'ada',
      role: 'member',
      scopes: ['read', 'converse', 'manage'],
      grant: shown.kind === 'key' ? { kind: 'key', id: token } : { kind: 'session', id: token },
      rights: 0,
    } satisfies Identity;
  },
  lapsed: async () => [],
};

let app: FastifyInstance;
let url = '';
/** Ends the exports that are under way. */
let finish: () => void = () => undefined;
let started = 0;

async function start({ trustedProxies = [] as readonly string[], perMinute = LIMIT } = {}): Promise<void> {
  started = 0;
  app = fastify();
  const limits = createLimits({ redis: null, secret: randomBytes(32), perMinute });
  const parts: AskingParts = { authoriser, limits, addressOf: clientAddress(trustedProxies) };
  registerProblems(app);
  app.decorateRequest('asking', null);
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { getInstance, listPersonas, exportConversation, createConversation } = api;
  const ok = async () => ({ ok: true });
  const on = (name: Parameters<typeof admission>[1]) => ({ onRequest: admission(parts, name, api[name]) });
  app.get(getInstance.path, on('getInstance'), ok);
  app.get(listPersonas.path, on('listPersonas'), ok);
  app.post(createConversation.path, on('createConversation'), ok);
  app.get(exportConversation.path, on('exportConversation'), async () => {
    started += 1;
    return done.then(ok);
  });
  registerUpgrade(app.server, {
    ...parts,
    gate: createGate(null),
    headers: createSecurityHeaders(null),
    connections: { add: () => undefined, requireRoom: () => undefined },
    tickets: { redeem: async () => null },
    requestIdOf: requestIds(() => false),
    logger: silentLogger,
  });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
}

beforeEach(() => start());
afterEach(async () => {
  finish();
  await app.close();
});

const get = (path: string, headers: Record<string, string> = {}) => ask(`${url}${path}`, { headers });
const as = (token: string) => ({ authorization: `Bearer ${token}` });

/** Asks until it is not refused any more. */
async function served(path: string): Promise<number> {
  const { status } = await get(path, as('ada'));
  return status === 429 ? served(path) : status;
}

async function statuses(count: number, one: (index: number) => Promise<{ status: number }>) {
  const answers = await Promise.all(Array.from({ length: count }, async (_, index) => one(index)));
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

describe('an answer', () => {
  test('says where one stands, and a refusal when to come back', async () => {
    const first = await get('/api/personas', as('ada'));
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '50',
      'ratelimit-remaining': '49',
      'ratelimit-reset': '60',
      'ratelimit-policy': '50;w=60',
    });
    expect(await statuses(60, () => get('/api/personas', as('ada')))).toEqual({ 200: 49, 429: 11 });
    const refused = await get('/api/personas', as('ada'));
    expect(problemIn(refused)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '50', 'ratelimit-remaining': '0' });
    expect(refused.headers['retry-after']).toBe(refused.headers['ratelimit-reset']);
    expect((await get('/api/personas', as('eve'))).status).toBe(200);
  });

  test('of a write tells the narrower limit', async () => {
    const answer = await ask(`${url}/api/conversations`, { method: 'POST', headers: as('ada') });
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '10', 'ratelimit-policy': '10;w=60' });
  });
});

describe('what is forged', () => {
  const forged = (index: number) => ({
    'x-forwarded-for': `198.51.100.${index}`,
    'x-real-ip': `198.51.100.${index}`,
    forwarded: `for=198.51.100.${index}`,
    'true-client-ip': `198.51.100.${index}`,
    'cf-connecting-ip': `198.51.100.${index}`,
  });

  test('in headers that name an address changes nothing for who is not signed in', async () => {
    expect(await statuses(60, (index) => get('/api/instance', forged(index)))).toEqual({ 200: 50, 429: 10 });
  });

  test('as a token is counted for the address, and the account that one does have is left alone', async () => {
    expect(await statuses(60, (index) => get('/api/personas', as(`wrong-${index}`)))).toEqual({
      401: 50,
      429: 10,
    });
    expect((await get('/api/personas')).status).toBe(429);
    expect((await get('/api/personas', as('ada'))).status).toBe(200);
  });

  test('before a proxy that is listed is not believed, what the proxy adds is', async () => {
    await app.close();
    await start({ trustedProxies: ['127.0.0.1'] });
    const through = (made: string, real: string) => ({ 'x-forwarded-for': `${made}, ${real}` });
    expect(
      await statuses(60, (index) => get('/api/instance', through(`1.2.3.${index}`, '203.0.113.7'))),
    ).toEqual({ 200: 50, 429: 10 });
    expect((await get('/api/instance', through('203.0.113.7', '203.0.113.8'))).status).toBe(200);
  });
});

describe('at the same time', () => {
  test('four exports go on, the fifth is refused until one is done or given up', async () => {
    const path = '/api/conversations/c/export';
    await app.close();
    await start({ perMinute: 500 });
    const under = Array.from({ length: 3 }, () => get(path, as('ada')));
    const givenUp = connect(Number(new URL(url).port), '127.0.0.1');
    givenUp.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ada\r\n\r\n`);
    await expect.poll(() => started).toBe(4);
    const refused = await get(path, as('ada'));
    expect(problemIn(refused).detail).toContain('At most 4');
    expect(refused.headers['retry-after']).toBe('2');
    givenUp.destroy();
    // The next one gets in as soon as the server has noticed.
    const another = served(path);
    await expect.poll(() => started).toBe(5);
    finish();
    expect(await another).toBe(200);
    expect((await Promise.all(under)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

test('a WebSocket is counted like a request, with a refusal in the same words', async () => {
  const upgrade = () =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.write(
        'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ada\r\n\r\n',
      );
      socket.once('data', (data) => {
        socket.destroy();
        resolve(String(data));
      });
    });
  const answers = await Promise.all(Array.from({ length: 12 }, upgrade));
  expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 101 '))).toHaveLength(10);
  const refused = answers.find((answer) => answer.startsWith('HTTP/1.1 429 ')) ?? '';
  expect(refused).toMatch(/retry-after: \d+\r\n.*ratelimit-limit: 10\r\n.*"code":"too-many-requests"/s);
});

test('what an operation counts as', () => {
  expect(kindsOf('play', api.play)).toEqual(['write']);
  expect(kindsOf('getConversation', api.getConversation)).toEqual([]);
  expect(kindsOf('getInstance', api.getInstance)).toEqual([]);
  expect(kindsOf('register', api.register)).toEqual(['way-in', 'password']);
  for (const operation of Object.values(api).filter(({ access }) => access === 'anyone')) {
    const [name] = Object.entries(api).find(([, found]) => found === operation) ?? [];
    if (name === 'getInstance') continue;
    // Whoever is not signed in may do little but read, and each of these has a limit of its own.
    expect([name, kindsOf(nameOf(name), operation).length > 0]).toEqual([name, true]);
  }
  expect([isHeavy('estimate'), isHeavy('getConversation')]).toEqual([true, false]);
});

function nameOf(name: string | undefined): Parameters<typeof kindsOf>[0] {
  const known = ['register', 'signIn', 'issueToken', 'refreshToken', 'askForReset', 'resetPassword'] as const;
  const found = known.find((one) => one === name);
  if (!found) throw new Error(`${name} is open to anyone: say what it counts as, and name it here.`);
  return found;
}
