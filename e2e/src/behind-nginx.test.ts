import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { audition } from '@chimera/client/audition';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.ts';
import { signUp, type TestPerson } from '../../server/test/accounts.ts';
import { type DrippingModel, drippingModel } from '../../server/test/dripping-model.ts';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../../server/test/http-answer.ts';
import { type Nginx, startNginx } from './nginx.ts';
import { liveAs, SeenWords } from './seen-words.ts';
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.ts';

const ASSETS = join(import.meta.dirname, '../../web/dist/assets');
/** Longer than the buffers of nginx can hide. */
const WORD_EVERY_MS = 30;

let model: DrippingModel;
let server: ServerUnderTest;
let nginx: Nginx;
let root: TestPerson;
beforeAll(async () => {
  model = await drippingModel({ words: 60, everyMs: WORD_EVERY_MS });
  server = await startServerUnderTest({
    modelUrl: model.baseUrl,
    variables: {
      CHIMERA_AUTH: 'accounts',
      CHIMERA_PUBLIC_URL: 'https://chimera.example.org',
      CHIMERA_RATE_LIMIT: '100000',
      // Clients of these tests are in it as well: were nginx to append, what they make up would count.
      CHIMERA_TRUSTED_PROXIES: '127.0.0.0/8',
    },
  });
  nginx = await startNginx({ upstreams: [server.url] });
  const [, setupToken] = /\/setup#(\S+)/.exec(server.errors()) ?? [];
  root = await signUp(nginx, 'root', { setupToken });
});
afterAll(async () => {
  await nginx?.close();
  await server?.close();
  await model?.close();
});

const drip = { connectionId: 'openai-compatible', model: 'drip' };

async function createTalk(): Promise<string> {
  const { items } = await root.rest.call('listPersonas', {});
  const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id, brain: drip }));
  const settings = { pace: 'instant' as const, maxTurns: 50 };
  const { id } = await root.rest.call('createConversation', {
    body: { topic: 'Behind nginx', seats, settings },
  });
  return id;
}

describe('who asks', () => {
  test('is the peer of nginx, whatever headers a client makes up', async () => {
    const body = JSON.stringify({ username: 'root', password: 'a wrong password' });
    const forged = {
      'x-forwarded-for': '203.0.113.9',
      'x-real-ip': '203.0.113.9',
      forwarded: 'for=203.0.113.9',
    };
    const options = { method: 'POST', headers: { ...JSON_TYPE, ...forged }, body, from: '127.0.0.2' };
    expect((await ask(`${nginx.url}/api/auth/sign-in`, options)).status).toBe(401);
    const { items } = await root.rest.call('listAudit', {});
    const addresses = new Set(items.map(({ address }) => address));
    expect(addresses).toEqual(new Set(['127.0.0.1', '127.0.0.2']));
  });

  test('is counted by that address: new headers buy no more tries', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const answer = await ask(`${nginx.url}/api/auth/sign-in`, {
        method: 'POST',
        headers: { ...JSON_TYPE, 'x-forwarded-for': `203.0.113.${attempt}` },
        body: JSON.stringify({ username: 'root', password: `wrong ${attempt}` }),
        from: '127.0.0.3',
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });

  test('may not look at the metrics as if nginx asked for itself', async () => {
    expect((await ask(`${nginx.url}/metrics`)).status).toBe(404);
    expect((await ask(`${server.url}/metrics`)).status).toBe(200);
  });
});

test('the name that was asked for is passed on: the public one is answered, others are not', async () => {
  const as = (host: string) => ask(`${nginx.url}/api/instance`, { headers: { host } });
  expect((await as('chimera.example.org')).status).toBe(200);
  const refused = await as('evil.test');
  expect([refused.status, problemIn(refused).code]).toEqual([421, 'misdirected-host']);
});

test.each([
  // Workers of before keep their sockets for as long as `drain` says.
  ['reloaded', () => nginx.reload()],
  ['restarted', () => nginx.restart()],
])('a socket goes on after nginx was %s, and all that was seen is the log', async (_, disturb) => {
  const id = await createTalk();
  const { live, states } = liveAs(nginx.url, root);
  const seen = new SeenWords();
  const leave = live.follow(id, seen);
  await root.rest.call('play', { params: { id } });
  await expect.poll(() => seen.pieces).toBeGreaterThan(5);
  await disturb();
  await expect.poll(() => states.filter((state) => state === 'open').length).toBe(2);
  const before = seen.pieces;
  await expect.poll(() => seen.pieces).toBeGreaterThan(before + 5);
  await root.rest.call('stop', { params: { id } });
  const { items } = await root.rest.call('listMessages', { params: { id } });
  const said = items.filter(({ author }) => author.kind === 'seat');
  expect(said.length).toBeGreaterThan(0);
  await expect.poll(() => seen.texts).toEqual(new Map(said.map(({ turnId = '', text }) => [turnId, text])));
  leave();
  expect(seen.snapshots).toBe(1);
});

describe('server-sent events', () => {
  test('of a conversation come as they happen', async () => {
    const id = await createTalk();
    const leave = new AbortController();
    const stream = await fetch(`${nginx.url}/api/conversations/${id}/events`, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${root.token}` },
      signal: leave.signal,
    });
    let heard = '';
    const read = (async () => {
      for await (const text of (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()))
        heard += text;
    })();
    await expect.poll(() => heard).toContain('conversation-created');
    await root.rest.call('say', { params: { id }, body: { text: 'Do you hear me?' } });
    // It has no end: what is not passed on at once is never seen.
    await expect.poll(() => heard, { timeout: 1000 }).toContain('Do you hear me?');
    leave.abort();
    await expect(read).rejects.toThrow(/abort/i);
  });

  test('of an audition come long before it ends', async () => {
    const { items } = await root.rest.call('listPersonas', {});
    const body = {
      persona: { name: items[0]?.name ?? '', description: 'Talks for long.' },
      prompt: 'Say something long.',
      brain: drip,
    };
    const headers = { authorization: `Bearer ${root.token}` };
    const times: number[] = [];
    for await (const event of audition(body, { baseUrl: nginx.url, headers }))
      if (event.type === 'text') times.push(performance.now());
    expect(times.length).toBeGreaterThan(5);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(20 * WORD_EVERY_MS);
  });
});

describe('files of the web app', () => {
  const script = readdirSync(ASSETS).find((name) => /^index-.*\.js$/.test(name)) ?? '';

  test.each(['gzip', 'br'])('come packed with %s and are kept for ever', async (encoding) => {
    const answer = await ask(`${nginx.url}/assets/${script}`, { headers: { 'accept-encoding': encoding } });
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: expect.stringMatching(/accept-encoding/i),
    });
  });

  test('come from the node that has them, while another is older or newer', async () => {
    const other = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('There is no port.');
    const both = await startNginx({ upstreams: [`http://127.0.0.1:${address.port}`, server.url] });
    try {
      for (let time = 0; time < 6; time += 1)
        expect((await ask(`${both.url}/assets/${script}`)).status).toBe(200);
    } finally {
      await both.close();
      other.close();
    }
  });

  test('are packed by nginx where the server makes them on the spot, but no answer of the API is', async () => {
    const headers = { 'accept-encoding': 'gzip', authorization: `Bearer ${root.token}` };
    expect((await ask(`${nginx.url}/openapi.json`, { headers })).headers['content-encoding']).toBe('gzip');
    const personas = await ask(`${nginx.url}/api/personas`, { headers });
    expect([personas.status, personas.headers['content-encoding']]).toEqual([200, undefined]);
  });
});

describe('a body', () => {
  const post = (path: string, bytes: number): Promise<HttpAnswer> =>
    ask(`${nginx.url}${path}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${root.token}` },
      body: Buffer.alloc(bytes, ' '),
    });

  test.each([
    ['/api/conversations', 1.5],
    ['/api/conversations/import', 65],
    ['/api/personas/import', 9],
  ])('for %s of %s MiB is refused with a problem that says so', async (path, mebibytes) => {
    const answer = await post(path, mebibytes * 1024 * 1024);
    expect(problemIn(answer)).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  test('of as much as the server takes comes through', async () => {
    // Spaces are no JSON: the server has read them to their end.
    expect(problemIn(await post('/api/conversations', 1024 * 1024)).code).toBe('invalid-request');
    expect(problemIn(await post('/api/conversations/import', 60 * 1024 * 1024)).code).toBe('invalid-request');
  });
});

describe('nodes', () => {
  test('that are dead are not noticed by whoever asks', async () => {
    const both = await startNginx({ upstreams: [`http://127.0.0.1:${await freePort()}`, server.url] });
    try {
      for (let time = 0; time < 20; time += 1)
        expect((await ask(`${both.url}/api/instance`)).status).toBe(200);
    } finally {
      await both.close();
    }
  });

  test('that are all dead are told about to programs and to people, each in their words', async () => {
    const none = await startNginx({ upstreams: [`http://127.0.0.1:${await freePort()}`] });
    try {
      const told = await ask(`${none.url}/api/instance`);
      expect([problemIn(told).code, told.headers['retry-after']]).toEqual(['unavailable', '2']);
      const shown = await ask(`${none.url}/`, { headers: { accept: 'text/html' } });
      expect([shown.status, shown.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
      expect(shown.text).toContain('No node of this server answers.');
    } finally {
      await none.close();
    }
  });
});

test('what is logged has no ticket in it', async () => {
  await ask(`${nginx.url}/ws?ticket=what-nobody-may-read`);
  await expect.poll(() => nginx.accesses()).toContain('"GET /ws HTTP/1.1"');
  expect(await nginx.accesses()).not.toContain('what-nobody-may-read');
});
