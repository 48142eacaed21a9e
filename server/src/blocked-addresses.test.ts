import { createHook } from 'node:async_hooks';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Canary,
  canary,
  closedPort,
  dottedSpellings,
  loopbackSpellings,
  specialAddresses,
} from '../test/canary.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';

describe('what leads to this machine or an inner network', () => {
  let server: TestApp;
  let bird: Canary;
  beforeAll(async () => {
    [server, bird] = await Promise.all([startTestApp(), canary()]);
  });
  afterAll(async () => {
    await server.close();
    await bird.close();
  });

  const create = (baseUrl: string) =>
    server.rest.call('createConnection', { body: { kind: 'openai-compatible', baseUrl, apiKey: KEY } });
  const remove = (id: string) => server.rest.call('deleteConnection', { params: { id } });

  /** What a person is told who tries it in each way that makes the server call; the host is taken out. */
  async function told(host: string, port: number): Promise<readonly string[]> {
    const made = await create(`http://${host}:${port}/v1`);
    const changed = await create('https://models.example.com/v1');
    const body = { baseUrl: `http://${host}:${port}/v1`, apiKey: KEY };
    await server.rest.call('changeConnection', { params: { id: changed.id }, body });
    const texts: string[] = [];
    for (const { id } of [made, changed]) {
      const params = { id };
      const seen = new URL(`http://${host}:${port}`).host;
      const hidden = (words: string) => words.replaceAll(seen, 'HOST');
      for (const model of [{ model: 'm' }, {}]) {
        const { problem } = await server.rest.call('testConnection', { params, body: model });
        texts.push(hidden(`${problem?.code}: ${problem?.detail}`));
      }
      const refused = await server.rest.call('listModels', { params }).catch((error: unknown) => error);
      texts.push(hidden(String(refused)));
      const { items } = await server.rest.call('listConnections', {});
      texts.push(hidden(String(items.find((each) => each.id === id)?.detail)));
      await remove(id);
    }
    return texts;
  }

  test.each([...loopbackSpellings, ...specialAddresses])(
    'is not called as %s, and a port that listens is told like one that does not',
    async (host) => {
      const atOpen = await told(host, bird.port);
      expect(atOpen[0]).toMatch(/^blocked: HOST is on a private network\./);
      expect(atOpen[2]).toMatch(/HOST is on a private network\./);
      expect(new Set(atOpen.slice(0, 3))).toEqual(new Set(atOpen.slice(4, 7)));
      for (const port of [await closedPort(), 22, 11_435]) expect(await told(host, port)).toEqual(atOpen);
      expect(bird.hits()).toBe(0);
    },
  );

  test.each(dottedSpellings)('is not called as %s, whoever knows that name', async (host) => {
    const atOpen = await told(host, bird.port);
    expect(atOpen[0]).toMatch(/^(blocked: HOST is on a private network|unreachable: The name HOST cannot)/);
    expect(await told(host, await closedPort())).toEqual(atOpen);
    expect(bird.hits()).toBe(0);
  });

  test('is not even tried, so that no time tells what is there', async () => {
    const made = await Promise.all(
      [...loopbackSpellings, ...specialAddresses].map((host) => create(`http://${host}:${bird.port}/v1`)),
    );
    // Every socket of this process that begins to connect, those of this test to its server among them.
    let connects = 0;
    const hook = createHook({
      init: (_, type) => {
        if (type === 'TCPCONNECTWRAP') connects += 1;
      },
    });
    const calls = made.flatMap(({ id }) => [
      { path: `${id}/test`, method: 'POST' },
      { path: `${id}/models`, method: 'GET' },
    ]);
    hook.enable();
    for (const call of calls) expect(await askOverASocketOfItsOwn(call)).toContain('private network');
    hook.disable();
    for (const { id } of made) await remove(id);
    expect(connects).toBe(calls.length);
    expect(bird.hits()).toBe(0);
  });

  async function askOverASocketOfItsOwn({ path, method }: { path: string; method: string }): Promise<string> {
    const url = `${server.url}/api/connections/${path}`;
    const asked = request(url, { method, agent: false, headers: { 'content-type': 'application/json' } });
    asked.end(method === 'POST' ? '{"model":"m"}' : undefined);
    return new Promise((resolve, reject) => {
      asked.on('error', reject).on('response', (response) => resolve(text(response)));
    });
  }

  test.each(['localhost', '127.1', '[::ffff:127.0.0.1]', '[::]', '169.254.169.254'])(
    'is not called by a turn as %s',
    async (host) => {
      const { id: connectionId } = await create(`http://${host}:${bird.port}/v1`);
      const { items } = await server.rest.call('listPersonas', {});
      const brain = { connectionId, model: 'm' };
      const { id } = await server.rest.call('createConversation', {
        body: {
          topic: 'The harbour',
          seats: items.slice(0, 2).map((persona) => ({ personaId: persona.id, brain })),
          settings: { pace: 'instant', maxTurns: 1, language: 'en' },
        },
      });
      const params = { id };
      await server.rest.call('play', { params });
      const reason = await failureOf(id);
      await server.rest.call('stop', { params });
      expect(reason).toMatchObject({ code: 'blocked' });
      expect(bird.hits()).toBe(0);
      await remove(connectionId);
    },
  );

  async function failureOf(id: string) {
    for (;;) {
      const log = await server.rest.call('listEvents', { params: { id }, query: { after: 0, limit: 200 } });
      for (const { event } of log.items) if (event.type === 'turn-failed') return event.reason;
      await sleep(20);
    }
  }

  // PORT stands for one where somebody listens.
  test.each([
    ['http://a@127.0.0.1:PORT/v1', 'refused'],
    ['http://a:b@127.0.0.1:PORT/v1', 'refused'],
    ['http://models.example.com@127.0.0.1:PORT/', 'refused'],
    ['http://:@127.0.0.1:PORT/', 'blocked'],
    ['http://127.0.0.1:PORT#@models.example.com/', 'blocked'],
    ['http://127.0.0.1:PORT?@models.example.com/', 'blocked'],
    ['http://127.0.0.1:PORT\\@models.example.com/', 'blocked'],
    ['http:\\\\127.0.0.1:PORT\\v1', 'blocked'],
    ['http:/\\127.0.0.1:PORT/', 'blocked'],
    ['http:127.0.0.1:PORT/', 'blocked'],
    ['http:///127.0.0.1:PORT/', 'blocked'],
    [' http://127.0.0.1:PORT/ ', 'blocked'],
    ['HTTP://127.0.0.1:PORT/', 'blocked'],
    ['https://127.0.0.1:PORT/', 'blocked'],
    ['http://127.0.0.1:PORT/%0d%0aHost:%20models.example.com/', 'blocked'],
    ['http://127。0。0。1:PORT/', 'blocked'],
    ['http://127.0.0.1\t:PORT/', 'refused'],
    ['ht\ttp://127.0.0.1:PORT/', 'refused'],
    ['http://127.0.0.1:PORT/\r\nx', 'refused'],
    ['http://[::1%25lo]:PORT/', 'refused'],
    ['//127.0.0.1:PORT/', 'refused'],
    ['file:///etc/passwd', 'refused'],
    ['ftp://127.0.0.1:PORT/', 'refused'],
    ['gopher://127.0.0.1:PORT/_GET', 'refused'],
    ['ws://127.0.0.1:PORT/', 'refused'],
    ['unix:/run/docker.sock', 'refused'],
    ['data:application/json,{}', 'refused'],
    ['javascript:1', 'refused'],
  ])('is not called by the odd address %j', async (address, what) => {
    const baseUrl = address.replace('PORT', String(bird.port));
    const harmless = await create('https://models.example.com/v1');
    const change = () =>
      server.rest.call('changeConnection', {
        params: { id: harmless.id },
        body: { baseUrl, apiKey: KEY },
      });
    if (what === 'refused') {
      await expect(create(baseUrl)).rejects.toMatchObject({ status: 400 });
      await expect(change()).rejects.toMatchObject({ status: 400 });
    } else {
      await change();
      const { id } = await create(baseUrl);
      for (const params of [{ id }, { id: harmless.id }]) {
        const { problem } = await server.rest.call('testConnection', { params, body: { model: 'm' } });
        expect(problem?.code).toBe('blocked');
        await expect(server.rest.call('listModels', { params })).rejects.toThrow(/private network/);
      }
      await remove(id);
    }
    await remove(harmless.id);
    expect(bird.hits()).toBe(0);
  });
});
