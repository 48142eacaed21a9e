import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { cachedAnswer, never } from './__fixtures__/asked.ts';
import { testShelves } from './__fixtures__/shelves.ts';
import type { CachedAnswer } from './cached-answer.ts';
import { SingleFlight } from './single-flight.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const limits = { claimMs: 300, patienceMs: 3000, pollMs: 20 };
const answer = cachedAnswer('Whole.');

describe.each(testShelves)('with answers in $name', ({ name, open }) => {
  /** Two nodes, of which one may die: its process is gone, and with it what it would have done. */
  async function nodes(changes: Partial<typeof limits> = {}) {
    const { shelves, close } = await open();
    closing.push(close);
    const place = { owner: randomUUID(), id: 'a' };
    const counted = { calls: 0, most: 0, now: 0, waits: 0 };
    const dead = new Set<number>();
    // A node has a flight of its own; in memory there is only one node.
    const flights = (name === 'redis' ? shelves : shelves.slice(0, 1)).map((shelf, at) => {
      const onlyAlive = {
        ...shelf,
        take: shelf.take.bind(shelf),
        put: shelf.put.bind(shelf),
        claim: shelf.claim.bind(shelf),
        renew: async (...made: Parameters<typeof shelf.renew>) =>
          dead.has(at) ? undefined : shelf.renew(...made),
        release: async (...made: Parameters<typeof shelf.release>) =>
          dead.has(at) ? undefined : shelf.release(...made),
      };
      return new SingleFlight(onlyAlive, () => (counted.waits += 1), { ...limits, ...changes });
    });

    /** Asks like the cache does: what comes of it is put on the shelf and told. */
    async function ask(
      at: number,
      work: () => Promise<CachedAnswer | null>,
      signal: AbortSignal = never,
    ): Promise<CachedAnswer | null> {
      const index = at % flights.length;
      const entered = await flights[index]?.enter(place, signal);
      if (!entered) throw new Error('There is no such node.');
      if ('answer' in entered) return entered.answer;
      counted.calls += 1;
      counted.now += 1;
      counted.most = Math.max(counted.most, counted.now);
      const made = await work();
      counted.now -= 1;
      if (dead.has(index)) return null;
      if (made) await shelves[index]?.put(place, made);
      entered.land(made);
      return made;
    }
    return { ask, counted, dead };
  }
  const slowly = async () => {
    await sleep(150);
    return answer;
  };

  test('of a hundred who ask at once on two nodes one asks the provider, and all get its answer', async () => {
    const { ask, counted } = await nodes();
    const all = await Promise.all(Array.from({ length: 100 }, (_, at) => ask(at, slowly)));
    expect(all).toEqual(all.map(() => answer));
    expect(counted.calls).toBe(1);
    expect(counted.waits).toBe(99);
  });

  test('an answer that takes longer than a claim lasts is still waited for', async () => {
    const { ask, counted } = await nodes();
    const verySlowly = async () => {
      await sleep(limits.claimMs * 3);
      return answer;
    };
    await Promise.all(Array.from({ length: 10 }, (_, at) => ask(at, verySlowly)));
    expect(counted.calls).toBe(1);
  });

  test.runIf(name === 'redis')('when the node of the one dies, one of the other node asks', async () => {
    const { ask, counted, dead } = await nodes();
    const first = ask(0, slowly);
    await sleep(50);
    dead.add(0);
    const all = await Promise.all(Array.from({ length: 50 }, () => ask(1, slowly)));
    expect(all).toEqual(all.map(() => answer));
    expect(counted.calls).toBe(2);
    await first;
  });

  test('when the one fails, another asks; never half an answer for all', async () => {
    const { ask, counted } = await nodes();
    const once = async () => {
      await sleep(60);
      return counted.calls > 1 ? answer : null;
    };
    const all = await Promise.all(Array.from({ length: 40 }, (_, at) => ask(at, once)));
    expect(all.filter((each) => each === null)).toHaveLength(1);
    expect(counted.calls).toBe(2);
  });

  test('when all fail, nobody waits for more than a few of them', async () => {
    const { ask, counted } = await nodes();
    const startedAt = performance.now();
    const fails = async () => {
      await sleep(100);
      return null;
    };
    await Promise.all(Array.from({ length: 20 }, (_, at) => ask(at, fails)));
    expect(counted.calls).toBe(20);
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });

  test('when the one is too slow, others ask for themselves', async () => {
    const { ask, counted } = await nodes({ patienceMs: 200 });
    const startedAt = performance.now();
    const stuck = new AbortController();
    const one = ask(0, async () => {
      await sleep(5000, undefined, { signal: stuck.signal }).catch(() => undefined);
      return null;
    });
    await sleep(20);
    expect(await ask(1, async () => answer)).toEqual(answer);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(counted.calls).toBe(2);
    stuck.abort();
    await one;
  });

  test('who no longer wants an answer leaves at once, and the others get theirs', async () => {
    const { ask, counted } = await nodes();
    const gone = new AbortController();
    const reason = new Error('Paused.');
    const all = Promise.all([0, 1].map((at) => ask(at, slowly)));
    await sleep(30);
    const left = [0, 1].map((at) => ask(at, slowly, gone.signal));
    await sleep(30);
    const startedAt = performance.now();
    gone.abort(reason);
    for (const each of left) await expect(each).rejects.toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(60);
    expect(await all).toEqual([answer, answer]);
    expect(counted.calls).toBe(1);
  });
});
