import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mirrorConversation } from '@chimera/client/mirror';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { View } from '@chimera/protocol/view';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { type MoodyVendor, moodyVendor } from '../test/moody-vendor.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const patience = { status: 429, retryAfter: '20' };
const brainOf = (model: string): ModelBrain => ({ connectionId: 'openai', model });
/** The clock of the server is set forward; its timers run as always. */
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

describe.each(testDatabases)('a provider that does not answer, on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let vendor: MoodyVendor;
  let server: TestApp;
  let dataDir: string;

  const start = () =>
    startTestApp({
      dataDir,
      databaseUrl: opened.url,
      environment: { OPENAI_BASE_URL: vendor.url, OPENAI_API_KEY: 'sk-test-0123456789' },
    });

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: false, now: Date.now() });
    opened = await open();
    vendor = await moodyVendor();
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-waits-'));
    server = await start();
  });
  afterEach(async () => {
    // Nothing of a test talks on into the next one.
    const { items } = await server.rest.call('listConversations', {});
    for (const { id } of items) await server.rest.call('deleteConversation', { params: { id } });
  });
  afterAll(async () => {
    await server.close();
    await vendor.close();
    await opened.close();
    await rm(dataDir, { recursive: true, force: true });
    vi.useRealTimers();
  });

  /** A talk whose seats have a model each. */
  async function begin(models: readonly string[], fallbacks: readonly string[] = [], format = 'free-talk') {
    const { items } = await server.rest.call('listPersonas', {});
    const { id, seats } = await server.rest.call('createConversation', {
      body: {
        topic: 'The harbour tax',
        format,
        seats: models.map((model, index) => ({
          personaId: items[index]?.id ?? '',
          brain: brainOf(model),
          fallbacks: fallbacks.map(brainOf),
        })),
        settings: { pace: 'instant', maxTurns: 500 },
      },
    });
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    const seatIds = seats.map((seat) => seat.id);
    return { id, params: { id }, mirror, seatIds, first: seatIds[0] ?? '', name: seats[0]?.name ?? '' };
  }

  async function eventsOf(id: string) {
    const query = { after: 0, limit: 200 };
    return (await server.rest.call('listEvents', { params: { id }, query })).items.map(({ event }) => event);
  }

  const said = ({ messages }: View, seatId: string) =>
    messages.filter(({ author, status }) => author.seatId === seatId && status === 'complete').length;
  const isWaiting = ({ conversation }: View, seatId: string) =>
    conversation.seats.some(({ id, waiting }) => id === seatId && waiting !== undefined);

  test('and asks for patience: the seat waits in sight, others go on, and then it takes its turn', async () => {
    vendor.expect('patient-1', patience);
    const { id, params, mirror, first, seatIds, name } = await begin(['patient-1', 'well', 'well']);
    await server.rest.call('next', { params, body: { seatId: first } });
    await server.rest.call('play', { params });
    const held = await mirror.until((view) => isWaiting(view, first));
    const seat = held.conversation.seats.find((each) => each.id === first);
    const text = `OpenAI asks us to wait 20 seconds. ${name} keeps the turn.`;
    expect(seat?.waiting?.reason).toEqual({ code: 'rate-limited', text });
    expect(Date.parse(seat?.waiting?.until ?? '') - Date.now()).toBe(20_000);
    const others = (view: View) => said(view, seatIds[1] ?? '') + said(view, seatIds[2] ?? '');
    const talked = await mirror.until((view) => others(view) > 5);
    expect(talked.messages.map((message) => message.text)).toContain(text);
    expect(talked.conversation.queue[0]).toMatchObject({ seatId: first });
    expect([said(talked, first), vendor.requests('patient-1')]).toEqual([0, 1]);
    pass(20_000);
    await mirror.until((view) => said(view, first) > 0);
    mirror.close();
    const mine = (await eventsOf(id)).filter((event) => 'seatId' in event && event.seatId === first);
    expect(mine.slice(0, 5)).toMatchObject([
      { type: 'turn-started', reason: { code: 'director' } },
      { type: 'seat-changed', waiting: { reason: { code: 'rate-limited' } } },
      { type: 'turn-failed', reason: { code: 'rate-limited', text } },
      { type: 'seat-changed', waiting: null },
      { type: 'turn-started', queued: true, reason: { code: 'kept-turn' } },
    ]);
  });

  test('to anybody: the talk stands still without failing until the first may speak again', async () => {
    const models = ['all-1', 'all-2', 'all-3'];
    // More often than turns may fail in a row.
    for (const model of models) vendor.expect(model, patience, patience);
    const { id, params, mirror, seatIds } = await begin(models);
    await server.rest.call('play', { params });
    for (let round = 1; round <= 2; round += 1) {
      const asked = () => models.map((model) => vendor.requests(model));
      const everybody = (view: View) =>
        seatIds.every((seatId) => isWaiting(view, seatId)) && asked().every((times) => times === round);
      await mirror.until(everybody);
      await sleep(1_200);
      expect(mirror.view && everybody(mirror.view)).toBe(true);
      expect(mirror.view?.conversation.turn).toBeNull();
      pass(20_000);
    }
    const view = await mirror.until((each) => seatIds.every((seatId) => said(each, seatId) > 0));
    mirror.close();
    expect(view.conversation.state).toBe('running');
    expect(view.conversation.seats.map(({ presence }) => presence)).toEqual(['stage', 'stage', 'stage']);
    const codes = (await eventsOf(id)).flatMap((event) =>
      event.type === 'turn-failed' ? [event.reason.code] : [],
    );
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'rate-limited'));
  });

  test('and asks for days is asked again after ten minutes', async () => {
    vendor.expect('days', { status: 503, retryAfter: '172800' });
    const { params, mirror, first, name } = await begin(['days', 'well', 'well']);
    await server.rest.call('next', { params, body: { seatId: first } });
    await server.rest.call('play', { params });
    const view = await mirror.until((each) => isWaiting(each, first));
    const waiting = view.conversation.seats[0]?.waiting;
    expect(Date.parse(waiting?.until ?? '') - Date.now()).toBe(600_000);
    expect(waiting?.reason.text).toBe(
      `OpenAI asks us to wait 48 hours. It is asked again in 10 minutes. ${name} keeps the turn.`,
    );
    mirror.close();
  });

  test('in a round: those who can speak take their turns, and nobody talks to themselves', async () => {
    vendor.expect('round', patience);
    const { params, mirror, first, seatIds } = await begin(['round', 'well'], [], 'round-robin');
    await server.rest.call('play', { params });
    await mirror.until((view) => said(view, seatIds[1] ?? '') === 1);
    await sleep(1_200);
    expect(mirror.view && said(mirror.view, seatIds[1] ?? '')).toBe(1);
    pass(20_000);
    await mirror.until((view) => said(view, first) > 1 && said(view, seatIds[1] ?? '') > 1);
    mirror.close();
  });

  test('while the server is restarted: the seat waits as long as it was told, and takes its turn', async () => {
    vendor.expect('restart', patience);
    const begun = await begin(['restart'], []);
    await server.rest.call('play', { params: begun.params });
    await begun.mirror.until((view) => isWaiting(view, begun.first));
    begun.mirror.close();
    await server.close();
    server = await start();
    const mirror = mirrorConversation(server.live, begun.id);
    await sleep(1_500);
    expect(mirror.view && isWaiting(mirror.view, begun.first)).toBe(true);
    expect(vendor.requests('restart')).toBe(1);
    pass(20_000);
    await mirror.until((view) => said(view, begun.first) > 0);
    mirror.close();
  });

  test('is not waited for by a seat that gets another brain', async () => {
    vendor.expect('old', patience);
    const { params, mirror, first } = await begin(['old', 'well', 'well']);
    await server.rest.call('next', { params, body: { seatId: first } });
    await server.rest.call('play', { params });
    await mirror.until((view) => isWaiting(view, first));
    await server.rest.call('changeSeat', {
      params: { ...params, seatId: first },
      body: { brain: brainOf('new') },
    });
    const view = await mirror.until((each) => said(each, first) > 0);
    mirror.close();
    expect(view.messages.find(({ author }) => author.seatId === first)?.brain?.model).toBe('new');
    expect(vendor.requests('old')).toBe(1);
  });

  test('for a second is waited for within the turn, and whoever watches is told', async () => {
    vendor.expect('second', { status: 429, retryAfter: '1' });
    const { id, params, mirror, first } = await begin(['second']);
    const heard: { seatId: string; why: string | undefined }[] = [];
    const unfollow = server.live.follow(id, {
      onSnapshot() {},
      onEvent() {},
      onDelta() {},
      onThinking: (seatId, _, why) => heard.push({ seatId, why }),
    });
    await server.rest.call('step', { params });
    const view = await mirror.until((each) => said(each, first) > 0);
    unfollow();
    mirror.close();
    expect(view.messages).toHaveLength(1);
    expect(heard).toEqual([{ seatId: first, why: 'OpenAI asks us to wait 1 second.' }]);
    expect(vendor.requests('second')).toBe(2);
  });

  test('after its first words: they are kept, the same brain is asked next, and whoever stands by speaks for it', async () => {
    vendor.expect(
      'cut',
      { cutAfter: 'The harbour is ' },
      ...Array.from({ length: 3 }, () => ({ status: 500 })),
    );
    const { id, params, mirror, first } = await begin(['cut'], ['standby']);
    await server.rest.call('step', { params });
    const view = await mirror.until((each) => said(each, first) > 0);
    mirror.close();
    expect(view.messages).toMatchObject([
      { status: 'interrupted', text: expect.stringMatching(/^The harbour is/), brain: { model: 'cut' } },
      {
        status: 'complete',
        attempt: 2,
        brain: {
          model: 'standby',
          fallbackFrom: 'openai · cut',
          fallbackReason: 'OpenAI has a problem of its own (status 500).',
        },
      },
    ]);
    // One answer that broke off, then the one loop that asks again: three times.
    expect([vendor.requests('cut'), vendor.requests('standby')]).toEqual([4, 1]);
    const starts = (await eventsOf(id)).flatMap((event) => (event.type === 'turn-started' ? [event] : []));
    expect(starts).toMatchObject([
      { attempt: 1 },
      { attempt: 2, turnId: starts[0]?.turnId, reason: { code: 'again' } },
    ]);
    expect(starts[1]?.reason.text).toMatch(/^Trying again: OpenAI broke off/);
  });

  test('with a word: whoever stands by speaks for it, and the line says why', async () => {
    vendor.expect('mute', 'mute', 'mute', 'mute');
    const { params, mirror, first } = await begin(['mute'], ['standby']);
    await server.rest.call('step', { params });
    const view = await mirror.until((each) => said(each, first) > 0);
    mirror.close();
    expect(view.messages[0]?.brain).toMatchObject({
      model: 'standby',
      fallbackFrom: 'openai · mute',
      fallbackReason: 'It was empty.',
    });
  });

  test('at all: three turns fail with five requests, and the talk pauses', async () => {
    const down = Array.from({ length: 20 }, () => ({ status: 500 }));
    vendor.expect('down', ...down);
    const { params, mirror } = await begin(['down', 'down', 'down']);
    await server.rest.call('play', { params });
    const view = await mirror.until(({ conversation }) => conversation.state === 'paused');
    mirror.close();
    expect(view.conversation.stopReason?.code).toBe('provider-failed');
    expect(vendor.requests('down')).toBe(5);
    expect(view.messages.map(({ text }) => text).slice(0, 3)).toEqual([
      expect.stringMatching(/^Nobody could speak for .+: OpenAI has a problem of its own \(status 500\)\.$/),
      expect.stringMatching(/: OpenAI is paused after 5 failures in a row and tried again in 30 seconds\./),
      expect.stringMatching(/: OpenAI is paused after 5 failures in a row/),
    ]);
  });
});
