import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { type OwnRedis, startOwnRedis } from '../../../test/own-redis.ts';
import { silentLogger } from '../../logger.ts';
import { createMetrics } from '../../metrics.ts';
import { RedisLink } from '../../redis/redis-link.ts';
import { heard, isCached, never, question, SECRET, textOf, vendor } from './__fixtures__/asked.ts';
import { createCache } from './create-cache.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function ownRedis(): Promise<OwnRedis> {
  const redis = await startOwnRedis();
  closing.push(() => redis.close());
  return redis;
}

async function cacheOn(url: string) {
  const redis = new RedisLink(url, silentLogger);
  closing.push(() => redis.close());
  await redis.settled();
  const metrics = createMetrics();
  const shared = { enabled: true, ttlSeconds: 60, logger: silentLogger, metrics, clock: Date.now };
  const cache = createCache({ ...shared, redis, secret: SECRET });
  const asked = question({ ownerId: randomUUID() });
  return {
    cache,
    metrics,
    ownerId: asked.ownerId,
    ask: async () => {
      const { call, counted } = vendor();
      const startedAt = performance.now();
      const parts = await heard(cache.around({ cache: 'use' }, async () => asked, call)(never));
      expect(textOf(parts)).toBe('It is raining.');
      return { calls: counted.calls, isCached: isCached(parts), tookMs: performance.now() - startedAt };
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 12_000; await sleep(100)) {
    if (await isSo()) return;
  }
  throw new Error('It did not come to be so.');
}

test('while Redis is gone providers answer as fast as ever; when it is back, empty, it is used again', async () => {
  const server = await ownRedis();
  const { ask, cache, ownerId, metrics } = await cacheOn(server.url);
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await sleep(50);
  expect(await ask()).toMatchObject({ calls: 0, isCached: true });

  await server.stop();
  for (let time = 0; time < 5; time += 1) {
    const { calls, tookMs } = await ask();
    expect(calls).toBe(1);
    expect(tookMs).toBeLessThan(700);
  }
  await expect(cache.clear(ownerId, {})).rejects.toMatchObject({ code: 'unavailable' });
  await expect(cache.stats(ownerId)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await metrics.metrics()).toContain('chimera_cache_misses_total{kind="openai"} 6');

  await server.start();
  await until(async () => (await ask()).isCached);
  expect((await cache.stats(ownerId)).entries).toBe(1);
}, 30_000);

test('a Redis that is not there at the start is used once it comes', async () => {
  const server = await ownRedis();
  await server.stop();
  const { ask } = await cacheOn(server.url);
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await server.start();
  await until(async () => (await ask()).isCached);
}, 30_000);

test('a Redis that has stopped answering costs one short wait, not one for each question', async () => {
  const server = await ownRedis();
  const { ask } = await cacheOn(server.url);
  const other = new Redis(server.url);
  closing.push(() => other.disconnect());
  await ask();
  await other.call('CLIENT', 'PAUSE', '4000', 'ALL');
  const asked = [];
  for (let time = 0; time < 10; time += 1) asked.push(await ask());
  // One of them may have waited for the answer that could not be put away.
  expect(asked.filter(({ calls }) => calls === 1).length).toBeGreaterThanOrEqual(9);
  expect(asked.filter(({ tookMs }) => tookMs > 300).length).toBeLessThanOrEqual(2);
  expect(Math.max(...asked.map(({ tookMs }) => tookMs))).toBeLessThan(1500);
  await until(async () => (await ask()).isCached);
}, 30_000);

test('what was emptied is asked for again', async () => {
  const server = await ownRedis();
  const { ask } = await cacheOn(server.url);
  const other = new Redis(server.url);
  closing.push(() => other.disconnect());
  await ask();
  await sleep(50);
  await other.flushall();
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await sleep(50);
  expect(await ask()).toMatchObject({ calls: 0, isCached: true });
});
