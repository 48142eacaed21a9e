import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../../logger.ts';
import { createMetrics } from '../../metrics.ts';
import { exampleRequest } from '../__fixtures__/example-request.ts';
import { type Part, ProviderError } from '../provider.ts';
import {
  finish,
  heard,
  isCached,
  never,
  question,
  said,
  start,
  textOf,
  vendor,
  wholeAnswer,
} from './__fixtures__/asked.ts';
import { SHELF_SECRET, testShelves } from './__fixtures__/shelves.ts';
import { AnswerCache, type AnswerCacheOptions } from './answer-cache.ts';
import type { Question } from './answer-key.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each(testShelves)('with answers in $name', ({ open }) => {
  async function caches(changes: Partial<AnswerCacheOptions> = {}) {
    const { shelves, close } = await open();
    closing.push(close);
    const [here, there] = shelves.map((shelf) => {
      const metrics = createMetrics();
      const cache = new AnswerCache({
        shelf,
        secret: SHELF_SECRET,
        enabled: true,
        ttlSeconds: 60,
        logger: silentLogger,
        metrics,
        clock: Date.now,
        costOf: async (_, { outputTokens }) => outputTokens / 100,
        ...changes,
      });
      return { cache, metrics };
    });
    if (!here || !there) throw new Error('There are two nodes.');
    return { here, there, ownerId: randomUUID() };
  }

  function ask(
    { cache }: { cache: AnswerCache },
    asked: Question | null,
    { call }: Pick<ReturnType<typeof vendor>, 'call'>,
    {
      use = 'use',
      signal = never,
      onKept,
    }: {
      use?: 'off' | 'use' | 'renew';
      signal?: AbortSignal;
      onKept?: (forget: () => void) => void;
    } = {},
  ): Promise<Part[]> {
    return heard(cache.around({ cache: use, ...(onKept && { onKept }) }, async () => asked, call)(signal));
  }

  test('what was asked before is answered without asking, on another node too, and marked', async () => {
    const { here, there, ownerId } = await caches();
    const { call, counted } = vendor();
    expect(await ask(here, question({ ownerId }), { call })).toEqual(wholeAnswer);
    await sleep(30);
    for (const node of [here, there]) {
      const again = await ask(node, question({ ownerId }), { call });
      expect([textOf(again), isCached(again)]).toEqual(['It is raining.', true]);
      expect(again.at(-1)).toEqual({ ...finish, usage: { inputTokens: 0, outputTokens: 0 } });
    }
    expect(counted.calls).toBe(1);
  });

  test('two owners never share an answer, nor see one of the other', async () => {
    const { here, ownerId } = await caches();
    const { call, counted } = vendor();
    const bo = randomUUID();
    await ask(here, question({ ownerId }), { call });
    expect(isCached(await ask(here, question({ ownerId: bo }), { call }))).toBe(false);
    expect(counted.calls).toBe(2);
    await sleep(30);
    expect(await here.cache.clear(bo, {})).toBe(1);
    expect((await here.cache.entries(bo, { limit: 10 })).items).toEqual([]);
    expect((await here.cache.entries(ownerId, { limit: 10 })).items).toHaveLength(1);
    expect(await here.cache.stats(bo)).toMatchObject({ hits: 0, misses: 1, entries: 0, bytes: 0 });
  });

  test('who asks anew gets a new answer, which takes the place of the old one', async () => {
    const { here, ownerId } = await caches();
    await ask(here, question({ ownerId }), vendor());
    const anew = vendor([start, said('It has stopped.'), finish]);
    expect(isCached(await ask(here, question({ ownerId }), anew, { use: 'renew' }))).toBe(false);
    await sleep(30);
    const { call, counted } = vendor();
    expect(textOf(await ask(here, question({ ownerId }), { call }))).toBe('It has stopped.');
    expect(counted.calls).toBe(0);
    expect(await here.cache.stats(ownerId)).toMatchObject({ hits: 1, misses: 1, entries: 1 });
  });

  test.each([
    ['is not asked for', {}, { use: 'off' as const }],
    ['is off here', { enabled: false }, {}],
  ])('where the cache %s, nothing is kept or found', async (_, changes, options) => {
    const { here, ownerId } = await caches(changes);
    const { call, counted } = vendor();
    for (const time of [1, 2]) {
      expect(await ask(here, question({ ownerId }), { call }, options)).toEqual(wholeAnswer);
      expect(counted.calls).toBe(time);
    }
    expect(await here.cache.stats(ownerId)).toMatchObject({ hits: 0, misses: 0, entries: 0 });
  });

  test('the demo brain, and one that nobody knows, are asked each time', async () => {
    const { here, ownerId } = await caches();
    const { call, counted } = vendor();
    const demo = question({ ownerId, connection: { id: 'demo', kind: 'demo' } });
    for (const asked of [demo, demo, null, null]) await ask(here, asked, { call });
    expect(counted.calls).toBe(4);
  });

  test.each([
    ['broke off', [start, said('It '), new ProviderError('cut', 'Cut.', { retryable: true })]],
    ['was cut by its limit', [start, said('It '), { type: 'finish', reason: 'length', usage: null }]],
    ['was filtered', [start, said('It '), { type: 'finish', reason: 'content-filter', usage: null }]],
    ['is empty', [start, finish]],
    [
      'is of a brain that stepped in',
      [{ type: 'start', brain: { kind: 'demo', model: 'm' } }, said('I!'), finish],
    ],
  ] satisfies [string, (Part | Error)[]][])('an answer that %s is asked for again', async (_, steps) => {
    const { here, ownerId } = await caches();
    const { call, counted } = vendor(steps);
    for (let time = 0; time < 2; time += 1) {
      await ask(here, question({ ownerId }), { call }).catch((error: unknown) => {
        if (!(error instanceof ProviderError)) throw error;
      });
    }
    expect(counted.calls).toBe(2);
    expect((await here.cache.stats(ownerId)).entries).toBe(0);
  });

  test('an answer that was refused is forgotten, whether it was new or kept', async () => {
    const { here, ownerId } = await caches();
    const { call, counted } = vendor();
    const forgets: (() => void)[] = [];
    const onKept = (forget: () => void) => forgets.push(forget);
    await ask(here, question({ ownerId }), { call }, { onKept });
    forgets.pop()?.();
    await sleep(30);
    await ask(here, question({ ownerId }), { call }, { onKept });
    await sleep(30);
    expect(isCached(await ask(here, question({ ownerId }), { call }, { onKept }))).toBe(true);
    expect([counted.calls, forgets.length]).toEqual([2, 2]);
    forgets.pop()?.();
    await sleep(30);
    expect(isCached(await ask(here, question({ ownerId }), { call }))).toBe(false);
  });

  test('the figures say what was saved, by provider, and entries come by the page', async () => {
    const { here, ownerId } = await caches();
    const slow = vendor([start, said('It '), 80, said('is.'), finish]);
    const models = ['a', 'b', 'c'];
    const asked = (model: string) =>
      question({ ownerId, request: { model, scene: { ...exampleRequest.scene, pace: 'instant' } } });
    for (const model of models) {
      const brain: Part = { type: 'start', brain: { kind: 'openai', model } };
      await ask(here, asked(model), vendor([brain, 60, said('It is.'), finish]));
      await sleep(3);
    }
    await sleep(30);
    await ask(here, asked('a'), slow);
    await sleep(30);
    const stats = await here.cache.stats(ownerId);
    expect(stats).toMatchObject({
      enabled: true,
      ttlSeconds: 60,
      entries: 3,
      hits: 1,
      misses: 3,
      hitRate: 0.25,
    });
    expect(stats.savedCost).toBeCloseTo(0.08);
    expect(stats.savedMs).toBeGreaterThanOrEqual(55);
    expect(stats.byProvider).toMatchObject([{ kind: 'openai', hits: 1, misses: 3 }]);
    const first = await here.cache.entries(ownerId, { limit: 2 });
    const second = await here.cache.entries(ownerId, { limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ model }) => model)).toEqual(['c', 'b', 'a']);
    expect(second.nextCursor).toBeUndefined();
    expect(await here.cache.clear(ownerId, { model: 'b' })).toBe(1);
    expect(await here.cache.clear(ownerId, { connectionId: 'another' })).toBe(0);
    expect(await here.cache.clear(ownerId, { connectionId: 'openai' })).toBe(2);
  });

  test('hits, misses and waits are metrics, and the log tells them without what was said', async () => {
    const lines: unknown[] = [];
    const info = (...line: unknown[]) => void lines.push(line);
    const { here, ownerId } = await caches({ logger: { ...silentLogger, info } });
    const { call } = vendor([start, 30, said('A canary.'), finish]);
    await Promise.all([1, 2].map(() => ask(here, question({ ownerId }), { call })));
    const text = await here.metrics.metrics();
    expect(text).toContain('chimera_cache_hits_total{kind="openai"} 1');
    expect(text).toContain('chimera_cache_misses_total{kind="openai"} 1');
    expect(text).toContain('chimera_cache_waits_total 1');
    expect(text).toMatch(/chimera_cache_entries [1-9]/);
    expect(text).toMatch(/chimera_cache_bytes [1-9]/);
    expect(lines).toMatchObject([
      [
        { conversationId: 'conversation-1', turnId: 'turn-1', brain: 'openai · some-model', cache: 'miss' },
        'Cache miss.',
      ],
      [{ cache: 'hit' }, 'Cache hit.'],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/canary|raining|Ada/);
  });
});
