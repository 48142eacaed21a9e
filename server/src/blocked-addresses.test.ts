import { createHook } from 'node:async_hooks';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Canary,
  canary,
  closedPort,
  dottedSpellings,
  loopbackSpellings,
  specialAddresses,
} from '../test/canary.ts';
import { failedTurn } from '../test/failed-turn.ts';
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
  const change = (id: string, baseUrl: string) =>
    server.rest.call('changeConnection', { params: { id }, body: { baseUrl, apiKey: KEY } });
  const remove = (id: string) => server.rest.call('deleteConnection', { params: { id } });

  /** What a person is told who tries it in each way that makes the server call; the host is taken out. */
  async function told(host: string, port: number): Promise<readonly string[]> {
    const made = await create(`http://${host}:${port}/v1`);
    const changed = await create('https://models.example.com/v1');
    await change(changed.id, `http://${host}:${port}/v1`);
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
      expect(await failedTurn(server.rest, connectionId)).toMatchObject({ code: 'blocked' });
      expect(bird.hits()).toBe(0);
      await remove(connectionId);
    },
  );

  // PORT stands for one where somebody listens.
  test.each([
    'http://:@127.0.0.1:PORT/',
    'http://127.0.0.1:PORT#@models.example.com/',
    'http://127.0.0.1:PORT?@models.example.com/',
    'http://127.0.0.1:PORT\\@models.example.com/',
    'http:\\\\127.0.0.1:PORT\\v1',
    'http:/\\127.0.0.1:PORT/',
    'http:127.0.0.1:PORT/',
    'http:///127.0.0.1:PORT/',
    ' http://127.0.0.1:PORT/ ',
    'HTTP://127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT/%0d%0aHost:%20models.example.com/',
    'http://127。0。0。1:PORT/',
  ])('is not called by the odd address %j', async (address) => {
    const baseUrl = address.replace('PORT', String(bird.port));
    const made = await create(baseUrl);
    const changed = await create('https://models.example.com/v1');
    await change(changed.id, baseUrl);
    for (const params of [{ id: made.id }, { id: changed.id }]) {
      const { problem } = await server.rest.call('testConnection', { params, body: { model: 'm' } });
      expect(problem?.code).toBe('blocked');
      await expect(server.rest.call('listModels', { params })).rejects.toThrow(/private network/);
      await remove(params.id);
    }
    expect(bird.hits()).toBe(0);
  });

  test.each([
    'http://a@127.0.0.1:PORT/v1',
    'http://a:b@127.0.0.1:PORT/v1',
    'http://models.example.com@127.0.0.1:PORT/',
    'http://127.0.0.1\t:PORT/',
    'ht\ttp://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT/\r\nx',
    'http://[::1%25lo]:PORT/',
    '//127.0.0.1:PORT/',
    'file:///etc/passwd',
    'ftp://127.0.0.1:PORT/',
    'gopher://127.0.0.1:PORT/_GET',
    'ws://127.0.0.1:PORT/',
    'unix:/run/docker.sock',
    'data:application/json,{}',
    'javascript:1',
  ])('is no address of a connection: %j', async (address) => {
    const baseUrl = address.replace('PORT', String(bird.port));
    await expect(create(baseUrl)).rejects.toMatchObject({ status: 400 });
    const { id } = await create('https://models.example.com/v1');
    await expect(change(id, baseUrl)).rejects.toMatchObject({ status: 400 });
    await remove(id);
    expect(bird.hits()).toBe(0);
  });
});
