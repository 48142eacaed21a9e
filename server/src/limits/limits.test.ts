import { randomBytes, randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../logger.ts';
import { RedisLink } from '../redis/redis-link.ts';
import { LimitReached } from './limit-reached.ts';
import { type Asker, createLimits, type LimitKind, type Limits } from './limits.ts';

const redisUrl = process.env['TEST_REDIS_URL'];
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const account = (userId: string = randomUUID(), keyId: string | null = null): Asker => ({
  kind: 'account',
  userId,
  keyId,
});
const address = (text: string): Asker => ({ kind: 'address', address: text });

const onItsOwn = (perMinute: number) => createLimits({ redis: null, secret: randomBytes(32), perMinute });

/** How many of so many requests at once are let in. */
async function letIn(limits: Limits, asker: Asker, count: number, kinds: readonly LimitKind[] = []) {
  const asked = Array.from({ length: count }, async () => limits.take(asker, kinds));
  const outcomes = await Promise.allSettled(asked);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected' && !(outcome.reason instanceof LimitReached)) throw outcome.reason;
  }
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

describe('requests', () => {
  test('are let in up to the limit of an account, and the next one is told when to come back', async () => {
    const limits = onItsOwn(20);
    const asker = account();
    expect(await limits.take(asker, [])).toMatchObject({ used: 1, rule: { points: 20, seconds: 60 } });
    expect(await letIn(limits, asker, 30)).toBe(19);
    const refusal = await limits.take(asker, []).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'too-many-requests', standing: { rule: { name: 'requests' } } });
    const { retryAfterSeconds } = refusal instanceof LimitReached ? refusal : {};
    expect(retryAfterSeconds).toBeGreaterThan(55);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(await letIn(limits, account(), 1)).toBe(1);
  });

  test('of a key are counted for its account, and for the key as well', async () => {
    const limits = onItsOwn(20);
    const userId = randomUUID();
    expect(await letIn(limits, account(userId, 'key-a'), 15)).toBe(15);
    expect(await letIn(limits, account(userId, 'key-b'), 15)).toBe(5);
    expect(await letIn(limits, account(userId), 1)).toBe(0);
    // The same key counted twice would mean that ids of keys and accounts are mixed up.
    expect(await letIn(limits, account(randomUUID(), 'key-a'), 9)).toBe(5);
  });

  test('without an account are counted for their address, IPv6 by its network', async () => {
    const limits = onItsOwn(20);
    expect(await letIn(limits, address('203.0.113.7'), 21)).toBe(20);
    expect(await letIn(limits, address('::ffff:203.0.113.7'), 1)).toBe(0);
    expect(await letIn(limits, address('203.0.113.8'), 1)).toBe(1);
    expect(await letIn(limits, address('2001:db8:1:2::1'), 15)).toBe(15);
    expect(await letIn(limits, address('2001:db8:1:2:ffff::1'), 15)).toBe(5);
    expect(await letIn(limits, address('2001:db8:1:3::1'), 1)).toBe(1);
  });

  test('that write have less room than those that read', async () => {
    const limits = onItsOwn(100);
    const asker = account();
    expect(await letIn(limits, asker, 30, ['write'])).toBe(20);
    expect(await letIn(limits, asker, 30)).toBe(30);
    const refusal: unknown = await limits.take(asker, ['write']).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ standing: { rule: { name: 'write', points: 20 } } });
  });

  test.each([
    ['way-in', 200],
    ['refresh', 200],
    ['password', 200],
    ['socket', 200],
    ['file', 100],
  ] as const)('of kind %s are let in %i times', async (kind, most) => {
    expect(await letIn(onItsOwn(1000), address('203.0.113.7'), 250, [kind])).toBe(most);
  });
});

describe('at the same time', () => {
  test('an account has four heavy requests, and the next one when one is done', () => {
    const limits = onItsOwn(100);
    const asker = account();
    const [first] = Array.from({ length: 4 }, () => limits.enter(asker));
    expect(() => limits.enter(asker)).toThrow(LimitReached);
    limits.enter(account());
    first?.();
    first?.();
    limits.enter(asker);
    expect(() => limits.enter(asker)).toThrow('At most 4');
  });
});

describe.skipIf(redisUrl === undefined)('two nodes with Redis', () => {
  async function node(secret: Buffer, perMinute: number) {
    const redis = new RedisLink(redisUrl ?? '', silentLogger);
    closing.push(() => redis.close());
    await redis.settled();
    return { redis, limits: createLimits({ redis, secret, perMinute }) };
  }

  test('let in together what one may, however it is spread', async () => {
    const secret = randomBytes(32);
    const [one, other] = await Promise.all([node(secret, 100), node(secret, 100)]);
    const asker = account();
    const sums = await Promise.all([
      letIn(one.limits, asker, 130),
      letIn(other.limits, asker, 40),
      letIn(one.limits, asker, 10),
    ]);
    expect(sums.reduce((sum, count) => sum + count)).toBe(100);
    expect(await other.limits.take(asker, []).catch((error: unknown) => error)).toBeInstanceOf(LimitReached);
  });

  test('go on counting alone when Redis is lost in the middle, each from what it had', async () => {
    const secret = randomBytes(32);
    const [one, other] = await Promise.all([node(secret, 100), node(secret, 100)]);
    const asker = account();
    expect(await letIn(one.limits, asker, 60)).toBe(60);
    one.redis.close();
    expect(await letIn(one.limits, asker, 100)).toBe(40);
    expect(await letIn(other.limits, asker, 100)).toBe(40);
  });

  test('keep counting when what Redis had is thrown away', async () => {
    const { limits } = await node(randomBytes(32), 50);
    const asker = account();
    expect(await letIn(limits, asker, 60)).toBe(50);
    const redis = new Redis(redisUrl ?? '');
    const kept = await redis.keys('chimera:limits:requests:*');
    await redis.del(kept);
    redis.disconnect();
    expect(await letIn(limits, asker, 60)).toBe(0);
  });

  test('leave no address and no name there', async () => {
    const { limits } = await node(randomBytes(32), 50);
    await limits.take(address('198.51.100.77'), ['way-in']);
    await limits.take(account('user-who-is-named'), ['write']);
    await limits.attempts.check('ada-who-is-named', '198.51.100.77');
    const redis = new Redis(redisUrl ?? '');
    const keys = await redis.keys('chimera:limits:*');
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      expect(key).toMatch(/^chimera:limits:[a-z-]+:[\w-]{43}$/);
      expect(await redis.get(key)).toMatch(/^-?\d+$/);
      expect(await redis.ttl(key)).toBeGreaterThan(0);
    }
    redis.disconnect();
  });
});
