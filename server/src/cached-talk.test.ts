import { setTimeout as sleep } from 'node:timers/promises';
import { mirrorConversation } from '@chimera/client/mirror';
import type { Message } from '@chimera/protocol/message';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

/** What a vendor says when it is asked for the nth time: no two lines are alike. */
const LINES = [
  'Bridges want rivers more than rivers want bridges.',
  'My uncle sold umbrellas in a desert and did well.',
  'Nobody paints the underside of a ship for love.',
  'Forty candles light a cellar, one finds the stairs.',
  'Goats read maps better than most captains do.',
  'Salt keeps for a hundred winters, promises for two.',
  'A clock in the attic still counts for somebody.',
  'Thunder never asked a barn for its opinion.',
];
const REFUSAL = 'I cannot assist with that request.';

const redisUrl = process.env['TEST_REDIS_URL'];
const places = testDatabases.flatMap(({ name, open }) => [
  { name, cache: 'memory' as const, open, environment: {} },
  ...(redisUrl ? [{ name, cache: 'redis' as const, open, environment: { REDIS_URL: redisUrl } }] : []),
]);

describe.each(places)('a talk on $name with its cache in $cache', ({ name, cache, open, environment }) => {
  let vendor: LLMock;
  let database: OpenTestDatabase;
  let server: TestApp;
  let refuses = false;
  let asked = 0;

  beforeAll(async () => {
    vendor = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 8 });
    vendor.on({ predicate: () => true }, () => {
      asked += 1;
      return { content: refuses ? REFUSAL : (LINES[asked % LINES.length] ?? '') };
    });
    await vendor.start();
    database = await open();
    server = await begin();
  });
  const begin = () =>
    startTestApp({
      databaseUrl: database.url,
      environment: {
        OPENAI_API_KEY: 'sk-test-0123456789',
        OPENAI_BASE_URL: `${vendor.url}/v1`,
        ...environment,
      },
    });
  afterAll(async () => {
    await server.close();
    await database.close();
    await vendor.stop();
  });

  const spoken = (messages: readonly Message[]) => messages.filter(({ author }) => author.kind === 'seat');

  async function create(
    isCacheOn: boolean,
    topic: string,
    maxTurns = 4,
    format = 'round-robin',
  ): Promise<string> {
    const { items } = await server.rest.call('listPersonas', {});
    const brain = { connectionId: 'openai', model: 'gpt-4.1' };
    const { id } = await server.rest.call('createConversation', {
      body: {
        topic,
        format,
        seats: items.slice(0, 2).map((persona) => ({ personaId: persona.id, brain })),
        settings: { pace: 'instant', maxTurns, language: 'en', cache: isCacheOn },
      },
    });
    return id;
  }

  /** Plays until it stops, and says what is in it then. */
  async function played(id: string) {
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    await server.rest.call('play', { params: { id } });
    const view = await mirror.until(
      ({ conversation, messages }) => conversation.state !== 'running' && spoken(messages).length > 0,
      AbortSignal.timeout(15_000),
    );
    mirror.close();
    await sleep(50);
    return view;
  }

  test('a branch from its beginning says the same lines, marked, without asking the vendor', async () => {
    const id = await create(true, 'Rivers');
    const before = asked;
    const first = await played(id);
    expect(asked - before).toBe(4);
    expect(spoken(first.messages).some(({ cached }) => cached)).toBe(false);

    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: 1 } });
    const second = await played(fork.id);
    expect(asked - before).toBe(4);
    expect(spoken(second.messages).map(({ text }) => text)).toEqual(
      spoken(first.messages).map(({ text }) => text),
    );
    for (const message of spoken(second.messages)) {
      expect(message).toMatchObject({
        cached: true,
        cost: 0,
        brain: { kind: 'openai', model: 'gpt-4.1' },
        usage: { inputTokens: 0, outputTokens: 0 },
      });
    }
    expect(second.conversation.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, cost: 0 });
    expect(second.conversation.usage.unpriced).toBeUndefined();
    const record = await server.rest.call('exportConversation', { params: { id: fork.id } });
    expect(record.match(/openai · gpt-4\.1 · cached/g)).toHaveLength(4);

    const stats = await server.rest.call('getCacheStats', {});
    expect(stats).toMatchObject({ backend: cache, enabled: true, ttlSeconds: 3600 });
    expect(stats.hits).toBeGreaterThanOrEqual(4);
    const { items } = await server.rest.call('listCacheEntries', { query: { limit: 4 } });
    expect(items.map(({ preview }) => preview).toSorted()).toEqual(
      spoken(first.messages)
        .map(({ text }) => text)
        .toSorted(),
    );
  });

  test('a branch from the middle of a free talk goes on as it did there', async () => {
    const id = await create(true, 'Harbours', 6, 'free-talk');
    const first = spoken((await played(id)).messages);
    expect(first).toHaveLength(6);
    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: first[2]?.seq } });
    await server.rest.call('changeConversation', {
      params: { id: fork.id },
      body: { settings: { maxTurns: 6 } },
    });
    const before = asked;
    const second = spoken((await played(fork.id)).messages);
    expect(second.slice(0, 6).map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    expect(second.slice(3, 6).map(({ cached }) => cached)).toEqual([true, true, true]);
    expect(asked - before).toBe(second.length - 6);
  });

  test('a line that is said again is another one, and the next branch says that one', async () => {
    const id = await create(true, 'Umbrellas', 1);
    const first = await played(id);
    const line = spoken(first.messages)[0];
    const before = asked;
    await server.rest.call('regenerate', { params: { id, messageId: line?.id ?? '' } });
    const mirror = mirrorConversation(server.live, id);
    await server.rest.call('play', { params: { id } });
    const again = await mirror.until(
      ({ messages }) => spoken(messages)[0]?.alternatives !== undefined,
      AbortSignal.timeout(15_000),
    );
    await mirror.until(({ conversation }) => conversation.state === 'stopped', AbortSignal.timeout(15_000));
    mirror.close();
    const anew = spoken(again.messages)[0];
    expect(asked).toBeGreaterThan(before);
    expect(anew?.text).not.toBe(line?.text);
    expect(anew?.cached).toBeUndefined();
    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: 1 } });
    await sleep(50);
    const branch = await played(fork.id);
    expect(spoken(branch.messages)[0]).toMatchObject({ text: anew?.text, cached: true });
  });

  test('where the cache is off each line is asked for', async () => {
    const id = await create(false, 'Candles', 2);
    await played(id);
    const before = asked;
    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: 1 } });
    const { messages } = await played(fork.id);
    expect(asked - before).toBe(2);
    expect(spoken(messages).some(({ cached }) => cached)).toBe(false);
  });

  test('what the gate refuses is asked for again the next time', async () => {
    const id = await create(true, 'Goats', 1);
    refuses = true;
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    await server.rest.call('play', { params: { id } });
    await mirror.until(({ conversation }) => conversation.state === 'paused', AbortSignal.timeout(15_000));
    mirror.close();
    await sleep(50);
    refuses = false;
    const { items } = await server.rest.call('listCacheEntries', { query: { limit: 200 } });
    expect(items.some(({ preview }) => preview === REFUSAL)).toBe(false);
    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: 1 } });
    const before = asked;
    const { messages } = await played(fork.id);
    expect(asked - before).toBe(1);
    expect(LINES).toContain(spoken(messages)[0]?.text);
  });

  test.runIf(cache === 'redis' && name === 'postgres')('another node finds what one has kept', async () => {
    const id = await create(true, 'Thunder', 2);
    const first = spoken((await played(id)).messages);
    const fork = await server.rest.call('fork', { params: { id }, body: { atSeq: 1 } });
    await server.close();
    server = await begin();
    const before = asked;
    const second = spoken((await played(fork.id)).messages);
    expect(second.map(({ text }) => text)).toEqual(first.map(({ text }) => text));
    expect(asked).toBe(before);
  });

  test('clearing forgets all, and says how much', async () => {
    const { entries } = await server.rest.call('getCacheStats', {});
    expect(entries).toBeGreaterThan(0);
    expect(await server.rest.call('clearCache', { body: { model: 'another' } })).toEqual({ cleared: 0 });
    const all = await fetch(`${server.url}/api/cache/clear`, { method: 'POST' });
    expect(await all.json()).toEqual({ cleared: entries });
    expect(await server.rest.call('getCacheStats', {})).toMatchObject({ entries: 0, bytes: 0 });
  });
});
