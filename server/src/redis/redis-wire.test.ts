import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OwnRedis, startOwnRedis } from '../../test/own-redis.ts';
import { silentLogger } from '../logger.ts';
import { RedisLink } from './redis-link.ts';
import { RedisWire } from './redis-wire.ts';
import { createSealing } from './sealing.ts';

const sealing = createSealing(randomBytes(32), 't');
let redis: OwnRedis;
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  redis = await startOwnRedis();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  redis.signal('SIGCONT');
  await redis.close();
});

async function wireOf(node: string): Promise<RedisWire> {
  const link = new RedisLink(redis.url, silentLogger);
  await link.settled();
  const pulse = `t:pulse:${node}`;
  const wire = new RedisWire(redis.url, { link, pulse, sealing, logger: silentLogger });
  closing.push(
    () => wire.close(),
    () => link.close(),
  );
  await wire.settled();
  return wire;
}

function ear() {
  const heard: string[] = [];
  let missed = 0;
  return {
    heard,
    missed: () => missed,
    ear: {
      hear: (text: string) => void heard.push(text),
      missed: () => {
        missed += 1;
      },
    },
  };
}

const soon = { timeout: 8000, interval: 20 };

describe('a wire between nodes', () => {
  test('carries texts in order, to those who listen to their channel and only as long as they do', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    expect([a.isWhole, b.isWhole]).toEqual([true, true]);
    const one = ear();
    const two = ear();
    const first = b.subscribe('one', one.ear);
    const second = b.subscribe('two', two.ear);
    await Promise.all([first.ready, second.ready]);
    for (let count = 0; count < 100; count += 1) void a.send('one', `${count}`);
    await vi.waitFor(() => expect(one.heard).toHaveLength(100), soon);
    expect(one.heard).toEqual(Array.from({ length: 100 }, (_, count) => `${count}`));
    expect(two.heard).toEqual([]);
    first.end();
    void a.send('one', 'nobody listens');
    void a.send('two', 'somebody does');
    await vi.waitFor(() => expect(two.heard).toEqual(['somebody does']), soon);
    expect(one.heard).toHaveLength(100);
  });

  test('what comes back to the node that sent it is not opened', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    const one = ear();
    const two = ear();
    await Promise.all([a.subscribe('c', one.ear).ready, b.subscribe('c', two.ear).ready]);
    void a.send('c', 'from a');
    await vi.waitFor(() => expect(two.heard).toEqual(['from a']), soon);
    void b.send('c', 'from b');
    await vi.waitFor(() => expect(one.heard).toEqual(['from b']), soon);
    expect(two.heard).toEqual(['from a']);
  });

  test('two who listen to one channel both hear it, also when one of them leaves', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    const one = ear();
    const two = ear();
    const first = b.subscribe('c', one.ear);
    await first.ready;
    await b.subscribe('c', two.ear).ready;
    first.end();
    void a.send('c', 'still here');
    await vi.waitFor(() => expect(two.heard).toEqual(['still here']), soon);
    expect(one.heard).toEqual([]);
  });

  test('who reads Redis learns nothing, and what they write there is not heard', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    const listener = ear();
    await b.subscribe('c', listener.ear).ready;
    const stranger = new Redis(redis.url);
    const other = stranger.duplicate();
    closing.push(
      () => stranger.disconnect(),
      () => other.disconnect(),
    );
    const read: string[] = [];
    await other.subscribe('c', 'd');
    other.on('message', (_, text: string) => void read.push(text));
    void a.send('c', 'The bell goes home.');
    await vi.waitFor(() => expect(listener.heard).toEqual(['The bell goes home.']), soon);
    await vi.waitFor(() => expect(read).toHaveLength(1), soon);
    expect(Buffer.from(read[0] ?? '', 'base64').toString('latin1')).not.toContain('bell');
    await stranger.publish('c', 'The bell stays.');
    // What was said elsewhere is no word of this talk.
    await b.subscribe('d', listener.ear).ready;
    await stranger.publish('d', read[0] ?? '');
    void a.send('c', 'Then it rings.');
    await vi.waitFor(() => expect(listener.heard).toContain('Then it rings.'), soon);
    expect(listener.heard).toEqual(['The bell goes home.', 'Then it rings.']);
  });

  test('when Redis is killed and comes back empty, it says that something was missed and carries on', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    const listener = ear();
    await b.subscribe('c', listener.ear).ready;
    await redis.stop();
    await vi.waitFor(() => expect(b.isWhole).toBe(false), soon);
    void a.send('c', 'lost');
    await redis.start();
    await vi.waitFor(() => expect([a.isWhole, b.isWhole]).toEqual([true, true]), soon);
    expect(listener.missed()).toBe(1);
    void a.send('c', 'again');
    await vi.waitFor(() => expect(listener.heard).toEqual(['again']), soon);
  });

  test('a Redis that takes connections and says nothing is no wire, until it speaks again', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    const listener = ear();
    await b.subscribe('c', listener.ear).ready;
    redis.signal('SIGSTOP');
    await vi.waitFor(() => expect([a.isWhole, b.isWhole]).toEqual([false, false]), soon);
    redis.signal('SIGCONT');
    await vi.waitFor(() => expect([a.isWhole, b.isWhole]).toEqual([true, true]), soon);
    expect(listener.missed()).toBeGreaterThan(0);
    void a.send('c', 'again');
    await vi.waitFor(() => expect(listener.heard).toContain('again'), soon);
  });

  test('whoever listens while Redis is away hears it when it is back', async () => {
    const [a, b] = [await wireOf('a'), await wireOf('b')];
    await redis.stop();
    await vi.waitFor(() => expect(b.isWhole).toBe(false), soon);
    const listener = ear();
    await b.subscribe('c', listener.ear).ready;
    await redis.start();
    await vi.waitFor(() => expect([a.isWhole, b.isWhole]).toEqual([true, true]), soon);
    void a.send('c', 'hello');
    await vi.waitFor(() => expect(listener.heard).toEqual(['hello']), soon);
  });
}, 30_000);
