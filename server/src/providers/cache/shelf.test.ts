import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { cachedAnswer } from './__fixtures__/asked.ts';
import { connected, type ShelfLimits, testShelves } from './__fixtures__/shelves.ts';
import { redisShelf } from './redis-shelf.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each(testShelves)('on $name', ({ open }) => {
  async function opened(limits?: ShelfLimits) {
    const { shelves, close } = await open(limits);
    closing.push(close);
    const owner = randomUUID();
    return { here: shelves[0], there: shelves[1], owner, at: (id: string) => ({ owner, id }) };
  }

  test('an answer that one node puts there another one takes as it was', async () => {
    const { here, there, at } = await opened();
    const answer = cachedAnswer('Zażółć “gęślą” jaźń 🦊');
    await here.put(at('a'), answer);
    expect(await there.take(at('a'))).toEqual(answer);
    expect(await there.take(at('b'))).toBeNull();
  });

  test('an owner finds, sees, counts and clears nothing of another one', async () => {
    const { here, owner, at } = await opened();
    const other = randomUUID();
    await here.put(at('a'), cachedAnswer('Mine.'));
    here.count(owner, 'openai', { hits: 1 });
    expect(await here.take({ owner: other, id: 'a' })).toBeNull();
    expect(await here.list(other)).toEqual([]);
    expect(await here.size(other)).toEqual({ entries: 0, bytes: 0 });
    expect([...(await here.figures(other))]).toEqual([]);
    expect(await here.remove(other)).toBe(0);
    expect(await here.remove(other, ['a'])).toBe(0);
    expect(await here.take(at('a'))).not.toBeNull();
  });

  test('the list tells of each what it is, and how often it was of use', async () => {
    const { here, there, owner, at } = await opened();
    await here.put(at('a'), cachedAnswer('First.', { createdAtMs: 1000 }));
    const long = `Second, ${'on and on '.repeat(20)}`;
    await here.put(at('b'), cachedAnswer(long, { createdAtMs: 2000, connectionId: 'mine', kind: 'ollama' }));
    await there.take(at('a'));
    await there.take(at('a'));
    const listed = await here.list(owner);
    expect(listed).toMatchObject([
      { id: 'b', connectionId: 'mine', kind: 'ollama', hits: 0, createdAtMs: 2000, expiresAtMs: 62_000 },
      { id: 'a', connectionId: 'openai', preview: 'First.', model: 'some-model', hits: 2 },
    ]);
    expect(listed[0]?.preview).toMatch(/^Second, on and on .{50,64}…$/);
    const { entries, bytes } = await here.size(owner);
    expect(entries).toBe(2);
    expect(bytes).toBe(listed.reduce((sum, entry) => sum + entry.bytes, 0));
    expect((await here.size()).entries).toBeGreaterThanOrEqual(2);
  });

  test('what is put twice is there once', async () => {
    const { here, owner, at } = await opened();
    await here.put(at('a'), cachedAnswer('Old.'));
    await here.put(at('a'), cachedAnswer('New.'));
    expect((await here.take(at('a')))?.pieces).toEqual([[10, 'New.']]);
    expect((await here.size(owner)).entries).toBe(1);
  });

  test('some are removed by their ids, all without ids', async () => {
    const { here, owner, at } = await opened();
    for (const id of ['a', 'b', 'c']) await here.put(at(id), cachedAnswer('Hello.'));
    expect(await here.remove(owner, [])).toBe(0);
    expect(await here.remove(owner, ['b', 'nobody'])).toBe(1);
    expect(await here.take(at('b'))).toBeNull();
    expect(await here.remove(owner)).toBe(2);
    expect(await here.size(owner)).toEqual({ entries: 0, bytes: 0 });
  });

  test('of more than fit, those go that were not used for longest', async () => {
    const { here, owner, at } = await opened({ entriesLimit: 3 });
    for (const id of ['a', 'b', 'c']) {
      await here.put(at(id), cachedAnswer('Hello.'));
      await sleep(3);
    }
    await here.take(at('a'));
    await here.put(at('d'), cachedAnswer('Hello.'));
    expect((await here.list(owner)).map(({ id }) => id).toSorted()).toEqual(['a', 'c', 'd']);
  });

  test('nor do answers take more bytes than there is room for', async () => {
    const { here, owner, at } = await opened({ bytesLimit: 10_000 });
    for (let each = 0; each < 12; each += 1) await here.put(at(`${each}`), cachedAnswer('x'.repeat(2000)));
    const { entries, bytes } = await here.size(owner);
    expect(bytes).toBeLessThanOrEqual(10_000);
    expect(entries).toBeGreaterThan(1);
    expect(await here.take(at('11'))).not.toBeNull();
  });

  test('an answer ends with its time', async () => {
    const { here, owner, at } = await opened({ ttlMs: 200 });
    await here.put(at('a'), cachedAnswer('Hello.'));
    await sleep(120);
    expect(await here.take(at('a'))).not.toBeNull();
    await here.put(at('b'), cachedAnswer('Hello.'));
    await sleep(120);
    expect(await here.take(at('a'))).toBeNull();
    expect((await here.list(owner)).map(({ id }) => id)).toEqual(['b']);
    await sleep(120);
    expect(await here.size(owner)).toEqual({ entries: 0, bytes: 0 });
  });

  test('figures of all nodes add up, by provider', async () => {
    const { here, there, owner } = await opened();
    here.count(owner, 'openai', { misses: 1 });
    there.count(owner, 'openai', { hits: 1, savedMs: 1200, savedCost: 0.25 });
    here.count(owner, 'openai-compatible', { hits: 2 });
    await sleep(50);
    expect(Object.fromEntries(await there.figures(owner))).toEqual({
      openai: { hits: 1, misses: 1, savedMs: 1200, savedCost: 0.25 },
      'openai-compatible': { hits: 2, misses: 0, savedMs: 0, savedCost: 0 },
    });
  });
});

const url = process.env['TEST_REDIS_URL'];
describe.runIf(url !== undefined)('what lies in Redis', () => {
  const redisUrl = url ?? '';
  const ttlMs = 60_000;
  const bytes = (byte: number) => Buffer.alloc(32, byte);

  test('holds no word of what was said or by whom, and ends with its time', async () => {
    const link = await connected(redisUrl);
    const plain = new Redis(redisUrl);
    closing.push(
      () => link.close(),
      () => plain.disconnect(),
    );
    const owner = randomUUID();
    const shelf = redisShelf({ redis: link, secret: bytes(1), ttlMs });
    await shelf.put({ owner, id: 'a' }, cachedAnswer('A canary sings.', { connectionId: 'canary' }));
    const keys = await plain.keys(`*${owner}*`);
    expect(keys).toHaveLength(6);
    for (const key of keys) {
      expect((await plain.dump(key)) ?? '').not.toContain('canary');
      const left = await plain.pttl(key);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(ttlMs);
    }
  });

  test('is not taken by a node with another secret, nor in another place', async () => {
    const link = await connected(redisUrl);
    closing.push(() => link.close());
    const owner = randomUUID();
    const shelf = redisShelf({ redis: link, secret: bytes(1), ttlMs });
    const stranger = redisShelf({ redis: link, secret: bytes(2), ttlMs });
    await shelf.put({ owner, id: 'a' }, cachedAnswer('Hello.'));
    expect(await stranger.take({ owner, id: 'a' })).toBeNull();
    expect(await stranger.list(owner)).toEqual([]);
    const prefix = `chimera:answers:{${owner}}:v:`;
    await link.attempt(async (redis) => redis.set(`${prefix}b`, (await redis.get(`${prefix}a`)) ?? ''));
    expect(await shelf.take({ owner, id: 'b' })).toBeNull();
  });

  test('may go at any time, one by one or all at once', async () => {
    const link = await connected(redisUrl);
    closing.push(() => link.close());
    const owner = randomUUID();
    const shelf = redisShelf({ redis: link, secret: bytes(1), ttlMs });
    await shelf.put({ owner, id: 'a' }, cachedAnswer('Hello.'));
    await link.attempt((redis) => redis.del(`chimera:answers:{${owner}}:v:a`));
    expect(await shelf.take({ owner, id: 'a' })).toBeNull();
    expect((await shelf.size(owner)).entries).toBe(0);
    await shelf.put({ owner, id: 'a' }, cachedAnswer('Hello.'));
    await link.attempt(async (redis) => redis.del(...(await redis.keys(`*${owner}*`))));
    expect(await shelf.take({ owner, id: 'a' })).toBeNull();
    await shelf.put({ owner, id: 'a' }, cachedAnswer('Hello again.'));
    expect(await shelf.take({ owner, id: 'a' })).not.toBeNull();
  });
});
