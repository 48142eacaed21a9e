import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { silentLogger } from '../logger.ts';
import { RedisLink } from '../redis/redis-link.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { LimitReached } from './limit-reached.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const HERE = '203.0.113.7';
const onItsOwn = () => createAttempts({ redis: null, secret: randomBytes(32) });

/** One attempt; null when it was let in, else the seconds to wait. */
async function attempt(
  attempts: Attempts,
  { name = 'ada', address = HERE, isRight = false } = {},
): Promise<number | null> {
  try {
    await attempts.check(name, address);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    return error.retryAfterSeconds ?? 0;
  }
  await (isRight ? attempts.succeeded(name, address) : attempts.failed(name, address));
  return null;
}

async function letIn(count: number, one: (index: number) => Promise<number | null>): Promise<number> {
  const waits = await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  return waits.filter((wait) => wait === null).length;
}

/** Another address each time, in networks of their own. */
const elsewhere = (index: number) => `10.${Math.floor(index / 250)}.${index % 250}.1`;

describe('on a node of its own', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  test('ten wrong passwords in a row are looked at, then none for a quarter of an hour', async () => {
    const attempts = onItsOwn();
    expect(await letIn(10, () => attempt(attempts))).toBe(10);
    expect(await attempt(attempts)).toBe(900);
    expect(await attempt(attempts, { name: ' ADA ' })).toBe(900);
    // The right one is not looked at either: else guessing would go on.
    expect(await attempt(attempts, { isRight: true })).toBe(900);
    expect(await attempt(attempts, { address: '203.0.113.8' })).toBe(null);
    vi.advanceTimersByTime(901_000);
    expect(await attempt(attempts)).toBe(null);
  });

  test('as many at the same time get no further', async () => {
    const attempts = onItsOwn();
    expect(await letIn(100, () => attempt(attempts))).toBe(10);
  });

  test('a right one forgets those before it, but not what its address did elsewhere', async () => {
    const attempts = onItsOwn();
    for (let round = 0; round < 3; round += 1) {
      expect(await letIn(9, () => attempt(attempts))).toBe(9);
      expect(await attempt(attempts, { isRight: true })).toBe(null);
    }
    // 27 of 30 are gone.
    expect(await letIn(9, () => attempt(attempts))).toBe(3);
  });

  test('right ones cost nothing, however many', async () => {
    const attempts = onItsOwn();
    for (let index = 0; index < 300; index += 1) {
      expect(await attempt(attempts, { name: `user-${index % 50}`, isRight: true })).toBe(null);
    }
  });

  test('thirty wrong ones from one address, whatever the names', async () => {
    const attempts = onItsOwn();
    expect(await letIn(60, (index) => attempt(attempts, { name: `user-${index}` }))).toBe(30);
    expect(await letIn(5, (index) => attempt(attempts, { address: `2001:db8::${index}` }))).toBe(5);
  });

  test('after a hundred a day from everywhere each one waits, longer each time', async () => {
    const attempts = onItsOwn();
    expect(await letIn(100, (index) => attempt(attempts, { address: elsewhere(index) }))).toBe(100);
    const waits: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      expect(await attempt(attempts, { address: elsewhere(200 + index) })).toBe(null);
      const wait = (await attempt(attempts, { address: elsewhere(400 + index) })) ?? 0;
      waits.push(wait);
      vi.advanceTimersByTime(wait * 1000 + 1);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  test('nobody is kept out by strangers where they signed in before', async () => {
    const attempts = onItsOwn();
    expect(await attempt(attempts, { isRight: true })).toBe(null);
    await letIn(300, (index) => attempt(attempts, { address: elsewhere(index) }));
    expect(await attempt(attempts, { address: '198.51.100.1', isRight: true })).toBeGreaterThan(0);
    expect(await attempt(attempts, { isRight: true })).toBe(null);
    expect(await attempt(attempts)).toBe(null);
    vi.advanceTimersByTime(13 * 86_400_000);
    await letIn(300, (index) => attempt(attempts, { address: elsewhere(index) }));
    expect(await attempt(attempts, { isRight: true })).toBe(null);
    vi.advanceTimersByTime(15 * 86_400_000);
    await letIn(300, (index) => attempt(attempts, { address: elsewhere(index) }));
    expect(await attempt(attempts)).toBeGreaterThan(0);
  });
});

describe.skipIf(redisUrl === undefined)('on two nodes with Redis', () => {
  test('wrong ones are counted together, right ones forgotten together', async () => {
    const secret = randomBytes(32);
    const links = [1, 2].map(() => new RedisLink(redisUrl ?? '', silentLogger));
    await Promise.all(links.map((link) => link.settled()));
    const [one, other] = links.map((redis) => createAttempts({ redis, secret }));
    if (!one || !other) throw new Error('Two nodes are wanted.');
    expect(await letIn(30, (index) => attempt(index % 2 ? one : other))).toBe(10);
    expect(await letIn(6, () => attempt(one, { name: 'eve' }))).toBe(6);
    expect(await attempt(other, { name: 'eve', isRight: true })).toBe(null);
    expect(await letIn(6, () => attempt(other, { name: 'eve' }))).toBe(6);
    for (const link of links) link.close();
  });
});
