import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/free-port.ts';
import { silentLogger } from '../../logger.ts';
import { createMetrics } from '../../metrics.ts';
import { RedisLink } from '../../redis/redis-link.ts';
import { heard, isCached, never, question, SECRET, textOf, vendor } from './__fixtures__/asked.ts';
import { createCache } from './create-cache.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A Redis of our own, to be stopped. */
async function startRedis(port: number): Promise<ChildProcess> {
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const text of child.stdout ?? []) if (String(text).includes('Ready to accept')) break;
  closing.push(() => child.kill('SIGKILL'));
  return child;
}

async function stopRedis(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function cacheOn(port: number) {
  const redis = new RedisLink(`redis://127.0.0.1:${port}`, silentLogger);
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
  const port = await freePort();
  const server = await startRedis(port);
  const { ask, cache, ownerId, metrics } = await cacheOn(port);
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await sleep(50);
  expect(await ask()).toMatchObject({ calls: 0, isCached: true });

  await stopRedis(server);
  for (let time = 0; time < 5; time += 1) {
    const { calls, tookMs } = await ask();
    expect(calls).toBe(1);
    expect(tookMs).toBeLessThan(700);
  }
  await expect(cache.clear(ownerId, {})).rejects.toMatchObject({ code: 'unavailable' });
  await expect(cache.stats(ownerId)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await metrics.metrics()).toContain('chimera_cache_misses_total{kind="openai"} 6');

  await startRedis(port);
  await until(async () => (await ask()).isCached);
  expect((await cache.stats(ownerId)).entries).toBe(1);
}, 30_000);

test('a Redis that is not there at the start is used once it comes', async () => {
  const port = await freePort();
  const { ask } = await cacheOn(port);
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await startRedis(port);
  await until(async () => (await ask()).isCached);
}, 30_000);

test('a Redis that has stopped answering costs one short wait, not one for each question', async () => {
  const port = await freePort();
  await startRedis(port);
  const { ask } = await cacheOn(port);
  const other = new Redis(port, '127.0.0.1');
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
  const port = await freePort();
  await startRedis(port);
  const { ask } = await cacheOn(port);
  const other = new Redis(port, '127.0.0.1');
  closing.push(() => other.disconnect());
  await ask();
  await sleep(50);
  await other.flushall();
  expect(await ask()).toMatchObject({ calls: 1, isCached: false });
  await sleep(50);
  expect(await ask()).toMatchObject({ calls: 0, isCached: true });
});
