import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mirrorConversation } from '@chimera/client/mirror';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import {
  answer,
  doneEvent,
  type RawServer,
  rawServer,
  stopEvent,
  streamHead,
  word,
} from '../providers/__fixtures__/raw-server.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';

/** A server that speaks the chat protocol; it refuses other keys than these, and repeats them in its answer. */
function vendorFor(keys: readonly string[]): Promise<RawServer> {
  return rawServer((socket, { head }) => {
    const key = /authorization: Bearer (\S+)/i.exec(head)?.[1] ?? '';
    if (!keys.includes(key)) {
      const message = `Incorrect API key provided: ${key}. It begins with ${key.slice(0, 14)}.`;
      socket.end(answer(401, JSON.stringify({ error: { message, code: 'invalid_api_key' } })));
    } else if (head.startsWith('GET')) {
      socket.end(answer(200, JSON.stringify({ data: [{ id: 'talker' }, { id: 'text-embedding-1' }] })));
    } else socket.end(streamHead + word('I am the one who speaks.') + stopEvent + doneEvent);
  });
}

describe.each(testDatabases)('connections on $name', ({ open }) => {
  let database: OpenTestDatabase;
  let vendor: RawServer;
  let server: TestApp;
  const keys: string[] = [];

  beforeEach(async () => {
    keys.splice(0, keys.length, KEY);
    database = await open();
    vendor = await vendorFor(keys);
    server = await start();
  });
  afterEach(async () => {
    await server.close();
    await vendor.close();
    await database.close();
  });

  const start = (environment: Record<string, string> = {}) =>
    startTestApp({
      databaseUrl: database.url,
      dataDir: database.dataDir,
      environment: { CHIMERA_ALLOWED_HOSTS: new URL(vendor.url).host, ...environment },
    });
  const add = (apiKey = KEY) =>
    server.rest.call('createConnection', {
      body: { kind: 'openai-compatible', label: 'Mine', baseUrl: `${vendor.url}/v1`, apiKey },
    });

  async function talk(connectionId: string, maxTurns = 2) {
    const { items } = await server.rest.call('listPersonas', {});
    const brain = { connectionId, model: 'talker' };
    return server.rest.call('createConversation', {
      body: {
        topic: 'Who speaks?',
        seats: items.slice(0, 2).map(({ id: personaId }) => ({ personaId, brain })),
        settings: { pace: 'instant', maxTurns },
      },
    });
  }

  async function playedToItsEnd(id: string) {
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    await server.rest.call('play', { params: { id } });
    const view = await mirror.until(
      ({ conversation: { state } }) => state === 'stopped' || state === 'paused',
      AbortSignal.timeout(20_000),
    );
    mirror.close();
    return view;
  }

  test('are added, tested, used in a talk, changed and removed', async () => {
    const made = await add();
    expect(made).toEqual({
      id: expect.any(String),
      kind: 'openai-compatible',
      label: 'Mine',
      baseUrl: `${vendor.url}/v1`,
      keyLast4: 'wxyz',
      builtIn: false,
      status: 'untried',
      detail: expect.any(String),
      createdAt: expect.any(String),
    });
    const params = { id: made.id };
    expect(await server.rest.call('testConnection', { params, body: {} })).toEqual({
      ok: true,
      latencyMs: expect.any(Number),
      model: 'talker',
      sample: 'I am the one who speaks.',
    });
    expect((await server.rest.call('listModels', { params })).items).toMatchObject([{ id: 'talker' }]);
    const listed = await server.rest.call('listConnections', {});
    expect(listed.items.find(({ id }) => id === made.id)).toMatchObject({
      status: 'ready',
      keyLast4: 'wxyz',
    });
    const { items, chosen } = await server.rest.call('listProviders', {});
    expect(items.find(({ kind }) => kind === 'openai-compatible')).toMatchObject({ status: 'ready' });
    expect(chosen).toEqual({ connectionId: made.id, kind: 'openai-compatible', model: 'talker' });

    const { messages } = await playedToItsEnd((await talk(made.id)).id);
    expect(messages.filter(({ author }) => author.kind === 'seat').map(({ text }) => text)).toEqual([
      'I am the one who speaks.',
      'I am the one who speaks.',
    ]);
    expect(await server.rest.call('changeConnection', { params, body: { label: 'Ours' } })).toMatchObject({
      label: 'Ours',
      keyLast4: 'wxyz',
    });
    await server.rest.call('deleteConnection', { params });
    await expect(server.rest.call('testConnection', { params, body: {} })).rejects.toMatchObject({
      status: 404,
    });
    await expect(server.rest.call('deleteConnection', { params })).rejects.toMatchObject({ status: 404 });
    await expect(talk(made.id)).rejects.toMatchObject({ status: 400 });
  });

  test('with a new key speak with it from the next turn on, in a conversation that runs', async () => {
    const made = await add();
    const { id } = await talk(made.id, 40);
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    await server.rest.call('play', { params: { id } });
    await mirror.until(({ messages }) => messages.length > 2, AbortSignal.timeout(20_000));
    keys.splice(0, keys.length, KEY, 'sk-newer-0123456789abcd');
    await server.rest.call('changeConnection', {
      params: { id: made.id },
      body: { apiKey: 'sk-newer-0123456789abcd' },
    });
    const before = vendor.requests.length;
    await mirror.until(({ conversation }) => conversation.state === 'stopped', AbortSignal.timeout(30_000));
    mirror.close();
    const used = vendor.requests.slice(before).map(({ head }) => /Bearer (\S+)/.exec(head)?.[1]);
    // A call that was on its way may still have had the old one.
    expect(new Set(used.slice(1))).toEqual(new Set(['sk-newer-0123456789abcd']));
  });

  test('keep their keys over a restart, and refuse to start with other master keys', async () => {
    const { id } = await add();
    await server.close();
    const other = `k9:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`;
    await expect(start({ CHIMERA_MASTER_KEYS: other })).rejects.toThrow(/master keys do not fit/);
    server = await start();
    const test = await server.rest.call('testConnection', { params: { id }, body: {} });
    expect(test).toMatchObject({ ok: true });
  });

  test('of the server itself are not changed here', async () => {
    for (const id of ['demo', 'ollama', 'openai']) {
      const params = { id };
      const forbidden = { status: 403, problem: { code: 'forbidden' } };
      const change = server.rest.call('changeConnection', { params, body: { label: 'X' } });
      await expect(change).rejects.toMatchObject(forbidden);
      await expect(server.rest.call('deleteConnection', { params })).rejects.toMatchObject(forbidden);
    }
  });

  test.each([
    ['no address where one is needed', { kind: 'openai-compatible' }, 'baseUrl'],
    ['an address that is none', { kind: 'openai', baseUrl: 'example.com' }, 'baseUrl'],
    ['a password in the address', { kind: 'openai', baseUrl: 'https://a:b@example.com/' }, 'baseUrl'],
    ['a key of two words', { kind: 'openai', apiKey: 'two words' }, 'apiKey'],
    ['the demo brain', { kind: 'demo' }, 'kind'],
    ['another owner', { kind: 'openai', ownerId: 'eve' }, ''],
  ])('with %s are refused with the place', async (_, body, path) => {
    const response = await fetch(`${server.url}/api/connections`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ path }] });
    const { items } = await server.rest.call('listConnections', {});
    expect(items.filter(({ builtIn }) => !builtIn)).toEqual([]);
  });

  test.each([
    'http://127.0.0.1:1/v1',
    'http://localhost:1/v1',
    'http://[::1]:1/v1',
    'http://2130706433:1/v1',
    'http://0x7f.1:1/v1',
    'http://10.0.0.1/v1',
    'http://169.254.169.254/v1',
  ])('do not lead to %s, and say how that is allowed', async (baseUrl) => {
    const { id } = await server.rest.call('createConnection', {
      body: { kind: 'openai-compatible', baseUrl },
    });
    const result = await server.rest.call('testConnection', { params: { id }, body: { model: 'm' } });
    expect(result).toMatchObject({ ok: false, problem: { code: 'blocked' } });
    expect(result.problem?.detail).toMatch(/CHIMERA_ALLOWED_HOSTS/);
  });

  test('never tell their key: not in an answer, a line, a file or a row', async () => {
    const seen: string[] = [];
    const { id } = await add();
    keys.length = 0;
    const conversation = await talk(id);
    const view = await playedToItsEnd(conversation.id);
    expect(JSON.stringify(view)).toContain('refused this key');
    seen.push(JSON.stringify(view));
    const result = await server.rest.call('testConnection', { params: { id }, body: {} });
    expect(result.problem?.detail).toContain('[key]');
    seen.push(JSON.stringify(result));
    const paths = ['/api/providers', '/api/connections', `/api/conversations/${conversation.id}`];
    const exports = ['markdown', 'html', 'json', 'jsonl', 'text'].map(
      (format) => `/api/conversations/${conversation.id}/export?format=${format}`,
    );
    for (const path of [...paths, ...exports, `/api/conversations/${conversation.id}/events`]) {
      seen.push(await (await fetch(`${server.url}${path}`)).text());
    }
    for (const table of [
      'connection',
      'event',
      'message',
      'prompt',
      'conversation',
      'idempotency',
    ] as const) {
      const { rows } = await sql`select * from ${sql.table(table)}`.execute(database.database.db);
      seen.push(JSON.stringify(rows));
    }
    for (const entry of await readdir(database.dataDir, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) seen.push(await readFile(join(entry.parentPath, entry.name), 'latin1'));
    }
    expect(seen.length).toBeGreaterThan(15);
    const all = seen.join('\n');
    for (let at = 0; at + 8 <= KEY.length - 4; at += 1) expect(all).not.toContain(KEY.slice(at, at + 8));
  });
});
