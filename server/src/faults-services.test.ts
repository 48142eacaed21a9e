import type { View } from '@chimera/protocol/view';
import type { Mirror } from '@chimera/client/mirror';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Cable, layCable } from '../test/cable.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { type DrippingModel, drippingModel } from '../test/dripping-model.ts';
import { type Node, type Nodes, nodesOn, playOn, wordsUnlikeTheLog } from '../test/nodes.ts';
import { type OwnRedis, startOwnRedis } from '../test/own-redis.ts';
import { verifyLog } from './conversations/verify-store.ts';

/** How long a service is away. */
const AWAY_MS = Number(process.env['TEST_FAULT_AWAY_MS'] ?? 5000);
const WORDS = 80;
/** Words that another node says arrive within this time while signals do not; a machine under load needs more. */
const LAG_MS = 2000 + 4000;

const databases = testDatabases.filter(({ name }) => name === 'postgres');

describe.each(databases)('two nodes on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let redis: OwnRedis;
  let cable: Cable;
  let model: DrippingModel;
  let nodes: Nodes;
  beforeEach(async () => {
    opened = await open();
    redis = await startOwnRedis();
    cable = await layCable(opened.url ?? '');
    model = await drippingModel({ words: WORDS, everyMs: 20 });
    nodes = nodesOn({ databaseUrl: cable.url, redisUrl: redis.url, modelUrl: model.baseUrl });
  });
  afterEach(async () => {
    await nodes.close();
    await model.close();
    redis.signal('SIGCONT');
    await redis.close();
    await cable.close();
    await opened.close();
  });

  /** One that speaks, and one who only listens there. */
  async function stage(): Promise<{ engine: Node; web: Node; near: Mirror; far: Mirror; id: string }> {
    const engine = await nodes.start();
    const web = await nodes.start({ CHIMERA_ROLE: 'web' });
    const id = await playOn(web);
    const [near, far] = [engine.watch(id), web.watch(id)];
    await far.until(({ messages }) => messages.length > 0, AbortSignal.timeout(20_000));
    return { engine, web, near, far, id };
  }

  /** Where a viewer is: lines said, and words of the line that is being said. */
  const place = ({ view }: Mirror) => (view?.conversation.head ?? 0) * 1e6 + (view?.liveText.length ?? 0);

  /** The longest time that one viewer was behind the other, while something goes on. */
  async function longestLag({ near, far }: { near: Mirror; far: Mirror }, work: () => Promise<unknown>) {
    const marks: { place: number; atMs: number }[] = [];
    let longest = 0;
    const timer = setInterval(() => {
      const nowMs = performance.now();
      marks.push({ place: place(near), atMs: nowMs });
      while (marks[0] && marks[0].place <= place(far)) marks.shift();
      longest = Math.max(longest, marks[0] ? nowMs - marks[0].atMs : 0);
    }, 20);
    await work();
    clearInterval(timer);
    return longest;
  }

  async function expectSound(mirrors: readonly Mirror[]): Promise<void> {
    expect((await verifyLog(opened.database)).problems).toEqual([]);
    expect(wordsUnlikeTheLog(mirrors)).toEqual([]);
    const [one, other] = mirrors.map(({ view }) => view?.messages);
    expect(one).toEqual(other);
  }

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const isPaused = (view: View) => view.conversation.state === 'paused';

  async function expectRest({ web, near, far, id }: Awaited<ReturnType<typeof stage>>): Promise<void> {
    await web.rest.call('pause', { params: { id } });
    await Promise.all([near, far].map((mirror) => mirror.until(isPaused, AbortSignal.timeout(20_000))));
    await expectSound([near, far]);
  }

  test.each([
    ['killed, and starts again empty', () => redis.stop(), () => redis.start()],
    ['frozen', async () => redis.signal('SIGSTOP'), async () => redis.signal('SIGCONT')],
  ])(
    'while Redis is %s, the other node is a moment behind and loses nothing',
    {
      timeout: 60_000 + 2 * AWAY_MS,
    },
    async (_, harm, mend) => {
      const on = await stage();
      const before = on.far.view?.conversation.head ?? 0;
      const lag = await longestLag(on, async () => {
        await harm();
        await wait(AWAY_MS);
        expect((await fetch(`${on.web.url}/readyz`)).status).toBe(200);
        await mend();
        await wait(4000);
      });
      expect(lag).toBeLessThan(LAG_MS);
      expect(on.far.view?.conversation.head).toBeGreaterThan(before);
      // A command of one node reaches the other as before.
      await expectRest(on);
    },
  );

  test('while Redis is away, a pause on the other node still ends the turn', {
    timeout: 60_000,
  }, async () => {
    const on = await stage();
    await redis.stop();
    await wait(3000);
    const asked = performance.now();
    await on.web.rest.call('pause', { params: { id: on.id } });
    await on.near.until(isPaused, AbortSignal.timeout(LAG_MS));
    expect(performance.now() - asked).toBeLessThan(LAG_MS);
    await wait(1500);
    const requests = model.requests;
    await wait(1500);
    expect(model.requests).toBe(requests);
    await expectSound([on.near, on.far]);
  });

  test('while PostgreSQL is away nothing is told that is not kept, and then it goes on by itself', {
    timeout: 90_000 + 2 * AWAY_MS,
  }, async () => {
    const on = await stage();
    cable.cut();
    await vi.waitFor(async () => expect((await fetch(`${on.engine.url}/readyz`)).status).toBe(503), 10_000);
    expect((await fetch(`${on.engine.url}/livez`)).status).toBe(200);
    const problem = await fetch(`${on.engine.url}/api/conversations/${on.id}`);
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      503,
      expect.stringContaining('application/problem+json'),
    ]);
    await wait(AWAY_MS);
    const { head } = on.far.view?.conversation ?? { head: 0 };
    cable.mend();
    await vi.waitFor(async () => expect((await fetch(`${on.engine.url}/readyz`)).status).toBe(200), 10_000);
    await on.far.until(
      ({ conversation, liveText }) => conversation.head > head + 1 && liveText !== '',
      AbortSignal.timeout(30_000),
    );
    await expectRest(on);
  });

  test('cut off from PostgreSQL in the middle of whatever it does, again and again, it loses nothing', {
    timeout: 120_000,
  }, async () => {
    const on = await stage();
    for (let round = 0; round < 8; round += 1) {
      await wait(200 + Math.random() * 1500);
      cable.cut();
      await wait(50);
      cable.mend();
    }
    const { head } = on.far.view?.conversation ?? { head: 0 };
    await on.far.until(
      ({ conversation, liveText }) => conversation.head > head + 1 && liveText !== '',
      AbortSignal.timeout(30_000),
    );
    expect(on.engine.server.errors()).not.toContain('Unhandled');
    await expectRest(on);
  });
});
