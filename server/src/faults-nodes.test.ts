import type { View } from '@chimera/protocol/view';
import type { Mirror } from '@chimera/client/mirror';
import { messageIdOf } from '@chimera/protocol/view';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { type DrippingModel, drippingModel } from '../test/dripping-model.ts';
import { type Node, type Nodes, nodesOn, ownerAmong, playOn, wordsUnlikeTheLog } from '../test/nodes.ts';
import { type OwnRedis, startOwnRedis } from '../test/own-redis.ts';
import { verifyLog } from './conversations/verify-store.ts';

/** How often a fault is brought about, at another moment each time; more of them take minutes. */
const ROUNDS = Number(process.env['TEST_FAULT_ROUNDS'] ?? 1);
const WORDS = 80;
/** What a lease may last, and a moment to notice. */
const TAKEOVER_MS = 15_000;
/** Limits of time are held with a machine under load in mind. */
const LOAD_MS = 6000;

/** It also says what is as it should be. */
const TALKATIVE = { CHIMERA_LOG_LEVEL: 'info' };

const databases = testDatabases.filter(({ name }) => name === 'postgres');

describe.each(databases)('two nodes on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let redis: OwnRedis;
  let model: DrippingModel;
  let nodes: Nodes;
  beforeEach(async () => {
    opened = await open();
    redis = await startOwnRedis();
    model = await drippingModel({ words: WORDS, everyMs: 20 });
    nodes = nodesOn({ databaseUrl: opened.url ?? '', redisUrl: redis.url, modelUrl: model.baseUrl });
  });
  afterEach(async () => {
    await nodes.close();
    await model.close();
    await redis.close();
    await opened.close();
  });

  async function expectSound(mirrors: readonly Mirror[]): Promise<void> {
    expect((await verifyLog(opened.database)).problems).toEqual([]);
    expect(wordsUnlikeTheLog(mirrors)).toEqual([]);
  }

  const saysMoreThan = (words: number) => (view: View) => view.liveText.split(' ').length > words;
  const isComplete = ({ messages }: View) => messages.at(-1)?.status === 'complete';

  async function ownerOf(all: readonly Node[], id: string): Promise<{ owner: Node; other: Node }> {
    const owner = await ownerAmong(all, opened.database, id);
    const other = all.find((node) => node !== owner);
    if (!owner || !other) throw new Error('Nobody runs it.');
    return { owner, other };
  }

  test('what one says is followed on the other, and a pause there keeps exactly what was shown', {
    timeout: 60_000,
  }, async () => {
    const all = [await nodes.start(), await nodes.start({ CHIMERA_ROLE: 'web' })] as const;
    const [engine, web] = all;
    const id = await playOn(web);
    const near = engine.watch(id);
    const far = web.watch(id);
    await far.until(({ messages }) => messages.length > 0, AbortSignal.timeout(20_000));
    const { conversation } = await far.until(saysMoreThan(10), AbortSignal.timeout(20_000));
    await web.rest.call('pause', { params: { id } });
    const { turn } = conversation;
    const isPaused = (view: View) => view.conversation.state === 'paused';
    const [here, there] = [await near.until(isPaused), await far.until(isPaused)];
    const kept = there.messages.find((message) => turn && message.id === messageIdOf(turn));
    expect(kept).toMatchObject({ status: 'interrupted' });
    expect(turn && far.spoken(turn.turnId, turn.attempt)).toBe(kept?.text);
    expect(turn && near.spoken(turn.turnId, turn.attempt)).toBe(kept?.text);
    // Known by the engine, so it is charged: words that another node cut off have their use with them.
    expect(kept?.usage?.outputTokens).toBeGreaterThan(0);
    expect(here.messages).toEqual(there.messages);
    await expectSound([near, far]);
  });

  test('a node for the engine alone serves nobody, and one for people alone runs nothing', {
    timeout: 60_000,
  }, async () => {
    const engine = await nodes.start({ CHIMERA_ROLE: 'engine' });
    expect((await fetch(`${engine.url}/readyz`)).status).toBe(200);
    for (const path of ['/', '/api/personas', '/ws']) {
      expect([path, (await fetch(`${engine.url}${path}`)).status]).toEqual([path, 404]);
    }
    await engine.server.end('SIGTERM');
    const web = await nodes.start({ CHIMERA_ROLE: 'web' });
    const id = await playOn(web);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await ownerAmong([web], opened.database, id)).toBeNull();
    expect(model.requests).toBe(0);
    await nodes.start({ CHIMERA_ROLE: 'engine' });
    const mirror = web.watch(id);
    await mirror.until(saysMoreThan(3), AbortSignal.timeout(10_000));
    await expectSound([mirror]);
  });

  test('killed in the middle of a word, one is followed by the other, which loses nothing that was saved', {
    timeout: 40_000 + ROUNDS * 30_000,
  }, async () => {
    const all = [await nodes.start(), await nodes.start()];
    const id = await playOn(all[0] ?? (await nodes.start()));
    for (let round = 0; round < ROUNDS; round += 1) {
      await vi.waitFor(async () => ownerOf(all, id), 20_000);
      const { owner, other } = await ownerOf(all, id);
      const mirror = other.watch(id);
      const seen = await mirror.until(saysMoreThan(10 + Math.random() * 40), AbortSignal.timeout(20_000));
      const killedAt = performance.now();
      await owner.server.end('SIGKILL');
      const { turn, head } = seen.conversation;
      await mirror.until(
        ({ conversation, liveText }) => conversation.head > head && liveText !== '',
        AbortSignal.timeout(TAKEOVER_MS + LOAD_MS),
      );
      expect(performance.now() - killedAt).toBeLessThan(TAKEOVER_MS + LOAD_MS);
      const kept = mirror.view?.messages.find((message) => turn && message.id === messageIdOf(turn));
      expect(kept).toMatchObject({ status: 'interrupted', attempt: turn?.attempt });
      // At most a tenth of a second of words is lost, and some for a machine under load.
      const lost = seen.liveText.split(' ').length - (kept?.text.split(' ').length ?? 0);
      expect(lost).toBeLessThan(20);
      await mirror.until(isComplete, AbortSignal.timeout(20_000));
      await expectSound([mirror]);
      mirror.close();
      all.splice(all.indexOf(owner), 1, await nodes.start());
    }
  });

  test('one that was frozen past its lease wakes up to find that it is not its conversation any more', {
    timeout: 40_000 + ROUNDS * 60_000,
  }, async () => {
    const all = [await nodes.start(TALKATIVE), await nodes.start(TALKATIVE)];
    const id = await playOn(all[0] ?? (await nodes.start()));
    for (let round = 0; round < ROUNDS; round += 1) {
      await vi.waitFor(async () => ownerOf(all, id), 20_000);
      const { owner, other } = await ownerOf(all, id);
      const mirror = other.watch(id);
      const seen = await mirror.until(saysMoreThan(10 + Math.random() * 40), AbortSignal.timeout(20_000));
      process.kill(owner.server.pid, 'SIGSTOP');
      const { head } = seen.conversation;
      await mirror.until(
        ({ conversation, liveText }) => conversation.head > head && liveText !== '',
        AbortSignal.timeout(TAKEOVER_MS + LOAD_MS),
      );
      process.kill(owner.server.pid, 'SIGCONT');
      await mirror.until(isComplete, AbortSignal.timeout(20_000));
      await vi.waitFor(() => expect(owner.server.errors()).toContain('lease'), 10_000);
      expect((await ownerOf(all, id)).owner).toBe(other);
      await expectSound([mirror]);
      mirror.close();
    }
  });

  test('told to end during twenty turns, one hands all of them over within two seconds', {
    timeout: 90_000,
  }, async () => {
    const leaving = await nodes.start();
    const ids: string[] = [];
    for (let count = 0; count < 20; count += 1) ids.push(await playOn(leaving));
    const staying = await nodes.start();
    const mirrors = ids.map((id) => staying.watch(id));
    await Promise.all(mirrors.map((mirror) => mirror.until(saysMoreThan(3), AbortSignal.timeout(30_000))));
    const toldAt = performance.now();
    const ended = leaving.server.end('SIGTERM');
    const owners = () => Promise.all(ids.map((id) => ownerAmong([staying], opened.database, id)));
    await vi.waitFor(async () => expect(await owners()).toEqual(ids.map(() => staying)), {
      timeout: 20_000,
      interval: 50,
    });
    expect(performance.now() - toldAt).toBeLessThan(2000 + LOAD_MS);
    expect(await ended).toBe(0);
    await Promise.all(mirrors.map((mirror) => mirror.until(isComplete, AbortSignal.timeout(30_000))));
    await expectSound(mirrors);
  });

  test('a node whose clock is wrong steals nothing', { timeout: 60_000 }, async () => {
    const right = await nodes.start();
    const id = await playOn(right);
    const mirror = right.watch(id);
    await mirror.until(saysMoreThan(3), AbortSignal.timeout(20_000));
    for (const minutes of [10, -10]) {
      const shift = `const real = Date.now; Date.now = () => real() + ${minutes * 60_000};`;
      await nodes.start({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(shift)}` });
    }
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const { conversation } = await mirror.until(isComplete, AbortSignal.timeout(20_000));
    expect(await ownerAmong([right], opened.database, id)).toBe(right);
    expect(conversation.turn?.attempt ?? 1).toBe(1);
    await expectSound([mirror]);
  });
});
