import { randomBytes } from 'node:crypto';
import { readMasterKeys } from './accounts/master-keys.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canary, loopbackSpellings, specialAddresses } from '../test/canary.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import { readConfig } from './config.ts';
import { silentLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { type OpenBrains, openBrains } from './open-brains.ts';
import { exampleRequest } from './providers/__fixtures__/example-request.ts';
import {
  answer,
  doneEvent,
  rawServer,
  type RawServer,
  stopEvent,
  streamHead,
  word,
} from './providers/__fixtures__/raw-server.ts';
import { SHARED_OWNER } from './providers/connection-book.ts';
import { createPrices } from './providers/prices.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';
const never = new AbortController().signal;
const now = () => new Date();

const testKeys = readMasterKeys(`k1:${randomBytes(32).toString('base64')}`, 'the test');

describe.each(testDatabases)('brains for many on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  const closing: (() => unknown)[] = [];
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await opened.close();
  });

  async function brainsWith(environment: Record<string, string> = {}): Promise<OpenBrains> {
    const opening = await openBrains({
      config: readConfig({ CHIMERA_AUTH: 'accounts', CHIMERA_DATA_DIR: opened.dataDir, ...environment }),
      database: opened.database,
      masterKeys: testKeys,
      demo: scriptedProvider(() => ['So be it.']),
      logger: silentLogger,
      metrics: createMetrics(),
      prices: createPrices(now),
      now,
    });
    closing.push(() => opening.close());
    return opening;
  }

  async function bird() {
    const opening = await canary();
    closing.push(() => opening.close());
    return opening;
  }

  const tested = (to: OpenBrains, ownerId: string, id: string) =>
    to.brains.test(ownerId, id, { model: 'm', limit: null, signal: AbortSignal.timeout(5000) });

  async function problemAt(to: OpenBrains, ownerId: string, baseUrl: string) {
    const { id } = await to.connections.create(ownerId, { kind: 'openai-compatible', baseUrl, apiKey: KEY });
    return (await tested(to, ownerId, id)).result.problem?.code;
  }

  test.each(['ada', SHARED_OWNER])(
    'connections of %s reach this machine only where the operator named host and port',
    async (owner) => {
      const { port, hits } = await bird();
      const closed = await brainsWith();
      for (const host of [...loopbackSpellings, ...specialAddresses]) {
        expect([host, await problemAt(closed, owner, `http://${host}:${port}/v1`)]).toEqual([
          host,
          'blocked',
        ]);
      }
      // What is usual on a laptop is not here.
      for (const usual of ['localhost:11434', '127.0.0.1:1234']) {
        expect(await problemAt(closed, owner, `http://${usual}/v1`)).toBe('blocked');
      }
      expect(hits()).toBe(0);
      const named = await brainsWith({ CHIMERA_ALLOWED_HOSTS: `127.0.0.1:${port},169.254.169.254:80` });
      for (const other of [
        `localhost:${port}`,
        `127.0.0.1:${port + 1}`,
        `127.0.0.2:${port}`,
        `[::1]:${port}`,
        '169.254.169.254',
      ]) {
        expect([other, await problemAt(named, owner, `http://${other}/v1`)]).toEqual([other, 'blocked']);
      }
      expect(hits()).toBe(0);
      expect(await problemAt(named, owner, `http://127.0.0.1:${port}/v1`)).not.toBe('blocked');
      expect(hits()).toBeGreaterThan(0);
    },
  );

  test.each(['localhost', '127.1', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '169.254.169.254'])(
    'a connection that is changed to %s is called by no list and no turn',
    async (host) => {
      const { port, hits } = await bird();
      const to = await brainsWith();
      const place = { kind: 'openai-compatible', baseUrl: 'https://models.example.com/v1' } as const;
      const { id } = await to.connections.create('ada', { ...place, apiKey: KEY });
      await to.connections.change(
        { id, ownerId: 'ada' },
        { baseUrl: `http://${host}:${port}/v1`, apiKey: KEY },
      );
      const blocked = { problem: 'blocked' };
      await expect(to.brains.models('ada', id, never)).rejects.toMatchObject(blocked);
      await expect(heard(to, 'ada', id)).rejects.toMatchObject(blocked);
      expect(hits()).toBe(0);
    },
  );

  test('the operator’s base URL works for all, leads no connection of others there, and tells nobody where it is', async () => {
    const { port, hits } = await bird();
    const url = `http://127.0.0.1:${port}`;
    const { brains, connections } = await brainsWith({ OLLAMA_BASE_URL: url });
    const providers = await brains.providers('ada');
    expect(hits()).toBeGreaterThan(0);
    const before = hits();
    expect(providers.find(({ kind }) => kind === 'ollama')?.connections).toHaveLength(1);
    expect(JSON.stringify(providers)).not.toContain('127.0.0.1');
    expect(providers.find(({ kind }) => kind === 'lmstudio')?.connections).toEqual([]);
    const { id } = await connections.create('ada', { kind: 'ollama', baseUrl: url });
    const { result } = await brains.test('ada', id, { model: 'm', limit: null, signal: never });
    expect(result.problem?.code).toBe('blocked');
    expect(hits()).toBe(before);
    expect(await brains.shared()).toMatchObject([{ kind: 'ollama', baseUrl: `${url}/` }]);
  });

  async function vendor(): Promise<RawServer & { readonly asked: () => string[] }> {
    const asked: string[] = [];
    const server = await rawServer((socket, { head, body }) => {
      if (!head.includes(KEY)) socket.end(answer(500, '{}'));
      else if (head.startsWith('GET')) socket.end(answer(200, '{"data": [{"id": "talker"}]}'));
      else {
        asked.push(body);
        socket.end(streamHead + word('Hello.') + stopEvent + doneEvent);
      }
    });
    closing.push(() => server.close());
    return { ...server, asked: () => asked };
  }

  async function heard({ brains }: OpenBrains, ownerId: string, connectionId: string): Promise<string> {
    const { model: _, sampling: __, prompt, ...rest } = exampleRequest;
    const ask = { ...rest, promptFor: () => prompt, cache: 'use' as const };
    let text = '';
    for await (const part of brains.stream(ownerId, [{ connectionId, model: 'talker' }], ask, never)) {
      if (part.type === 'text') text += part.text;
    }
    return text;
  }

  test('a connection for everybody is used by all, told without key and address, and changed by none of them', async () => {
    const { url, asked } = await vendor();
    const everybody = await brainsWith({ CHIMERA_ALLOWED_HOSTS: new URL(url).host });
    const { brains, connections } = everybody;
    const made = await connections.create(SHARED_OWNER, {
      kind: 'openai-compatible',
      label: 'House',
      baseUrl: `${url}/v1`,
      apiKey: KEY,
    });
    expect(await brains.choose('ada', null)).toMatchObject({ connectionId: made.id, model: 'talker' });
    const listed = (await brains.connections('ada')).find(({ id }) => id === made.id);
    expect(listed).toEqual({
      id: made.id,
      kind: 'openai-compatible',
      label: 'House',
      builtIn: true,
      status: 'ready',
      detail: expect.any(String),
      latencyMs: expect.any(Number),
      createdAt: expect.any(String),
    });
    expect(await brains.shared()).toMatchObject([
      { id: made.id, baseUrl: `${url}/v1`, keyLast4: 'wxyz', builtIn: false },
    ]);
    await expect(
      connections.change({ id: made.id, ownerId: 'ada' }, { label: 'Mine' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(connections.remove({ id: made.id, ownerId: 'ada' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await brains.isShared(made.id)).toBe(true);

    // The very same request of two people is asked twice; of one person once.
    expect(await heard(everybody, 'ada', made.id)).toBe('Hello.');
    expect(await heard(everybody, 'bob', made.id)).toBe('Hello.');
    expect(asked()).toHaveLength(2);
    expect(asked()[0]).toBe(asked()[1]);
    await heard(everybody, 'ada', made.id);
    expect(asked()).toHaveLength(2);

    // A change holds from the next call on; what went is gone for all.
    await connections.change({ id: made.id, ownerId: SHARED_OWNER }, { baseUrl: `${url}/v2`, label: 'New' });
    expect((await brains.connections('bob')).find(({ id }) => id === made.id)?.label).toBe('New');
    await heard(everybody, 'ada', made.id);
    expect(asked()).toHaveLength(3);
    await connections.remove({ id: made.id, ownerId: SHARED_OWNER });
    await expect(heard(everybody, 'ada', made.id)).rejects.toMatchObject({ problem: 'request-refused' });
  });

  test('a failing connection for everybody does not tell its users where it leads', async () => {
    const everybody = await brainsWith({ CHIMERA_ALLOWED_HOSTS: '127.0.0.1:9' });
    const { id } = await everybody.connections.create(SHARED_OWNER, {
      kind: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:9/v1',
    });
    const outcome = await tested(everybody, 'ada', id);
    expect(outcome.result).toMatchObject({ ok: false, problem: { code: 'unreachable' } });
    expect(JSON.stringify([outcome, await everybody.brains.providers('ada')])).not.toContain('127.0.0.1');
  });

  test('who fails with a key of their own pauses it for nobody else', async () => {
    const { url, asked } = await vendor();
    const everybody = await brainsWith({ CHIMERA_ALLOWED_HOSTS: new URL(url).host });
    const place = { kind: 'openai-compatible', baseUrl: `${url}/v1` } as const;
    const shared = await everybody.connections.create(SHARED_OWNER, { ...place, apiKey: KEY });
    const own = await everybody.connections.create('eve', { ...place, apiKey: 'sk-of-eve-0123456789' });
    for (let turn = 0; turn < 6; turn += 1) {
      await heard(everybody, 'eve', own.id).catch(() => undefined);
    }
    await expect(heard(everybody, 'eve', own.id)).rejects.toThrow(/paus|leave|moment|again/i);
    expect(await heard(everybody, 'ada', shared.id)).toBe('Hello.');
    expect(asked()).toHaveLength(1);
  }, 60_000);
});

test('without accounts nobody finds connections that were made for everybody', async () => {
  const [sqlite] = testDatabases;
  const opened = await sqlite?.open();
  if (!opened) throw new Error('There is always SQLite.');
  const opening = await openBrains({
    config: readConfig({ CHIMERA_DATA_DIR: opened.dataDir, OLLAMA_BASE_URL: 'http://127.0.0.1:9' }),
    database: opened.database,
    masterKeys: testKeys,
    demo: scriptedProvider(() => ['So be it.']),
    logger: silentLogger,
    metrics: createMetrics(),
    prices: createPrices(now),
    now,
  });
  const { brains, connections } = opening;
  const { id } = await connections.create(SHARED_OWNER, { kind: 'openai', apiKey: KEY });
  expect((await brains.connections('local')).map((each) => each.id)).not.toContain(id);
  await expect(brains.choose('local', { connectionId: id, model: 'm' })).rejects.toMatchObject({
    problem: 'request-refused',
  });
  await opening.close();
  await opened.close();
});
