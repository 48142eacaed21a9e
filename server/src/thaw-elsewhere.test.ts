import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { type OwnRedis, startOwnRedis } from '../test/own-redis.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import { next } from './conversations/talk-commands.ts';
import type { Bus } from './live/bus.ts';
import { sharedBus } from './live/shared-bus.ts';
import { silentLogger } from './logger.ts';
import { RedisLink } from './redis/redis-link.ts';
import { RedisWire } from './redis/redis-wire.ts';
import { createSealing } from './redis/sealing.ts';

const ref = { ownerId: 'ada', id: 'talk' };
const CUT_IN = { code: 'cut-in', text: 'Bruno cuts in.' };
const words = Array.from({ length: 400 }, (_, index) => [`wave-${index} `, 20]).flat();

describe.each(testDatabases)('two nodes on $name and one Redis', ({ open }) => {
  let opened: OpenTestDatabase;
  let redis: OwnRedis;
  const sealing = createSealing(randomBytes(32), 't');
  const closing: (() => unknown)[] = [];
  beforeEach(async () => {
    opened = await open();
    redis = await startOwnRedis();
    await addAccount(opened.database, { id: 'ada' });
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await redis.close();
    await opened.close();
  });

  async function busOf(node: string): Promise<Bus> {
    const link = new RedisLink(redis.url, silentLogger);
    await link.settled();
    const wire = new RedisWire(redis.url, { link, pulse: `t:${node}`, sealing, logger: silentLogger });
    closing.push(
      () => wire.close(),
      () => link.close(),
    );
    await wire.settled();
    return sharedBus({ node, wire, prefix: 't', logger: silentLogger });
  }

  test('a talk that was cut into by the other node goes on as soon as that has written', async () => {
    await beginTalk(opened.database, ref);
    const bus = await busOf('owner');
    const brain = scriptedProvider(() => words);
    const owner = engineOn(opened.database, { node: 'owner', brain, bus }).engine;
    const starts: number[] = [];
    let shown = 0;
    bus.subscribe(ref.id, (signal) => {
      if (signal.type === 'delta') shown += signal.delta.text.length;
      if (signal.type !== 'events') return;
      for (const { event } of signal.events)
        if (event.type === 'turn-started') starts.push(performance.now());
    });
    await vi.waitFor(() => expect(shown).toBeGreaterThan(50), 5000);
    const other = engineOn(opened.database, { node: 'other', brain, bus: await busOf('other') }).engine;
    closing.unshift(
      () => owner.close(),
      () => other.close(),
    );
    const cutAt = performance.now();
    await other.interrupt(ref, CUT_IN, (conversation) =>
      next(conversation, 'seat-builtin-bruno', true, { at: new Date().toISOString(), newId: randomUUID }),
    );
    await vi.waitFor(() => expect(starts).toHaveLength(2), 5000);
    // By itself it would be held for three seconds.
    expect((starts[1] ?? 0) - cutAt).toBeLessThan(2000);
  });
});
