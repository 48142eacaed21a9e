import { randomUUID } from 'node:crypto';
import { mirrorConversation } from '@chimera/client/mirror';
import type { NewConversation } from '@chimera/protocol/conversation';
import type { ConversationFile } from '@chimera/protocol/conversation-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { createSpendingStore } from './accounts/spending-store.ts';
import { verifyLog } from './conversations/verify-store.ts';
import {
  answer,
  doneEvent,
  rawServer,
  type RawServer,
  stopEvent,
  streamHead,
  word,
} from './providers/__fixtures__/raw-server.ts';

const usageEvent = `data: ${JSON.stringify({
  choices: [],
  usage: { prompt_tokens: 10_000, completion_tokens: 1_000 },
})}\n\n`;
/** 83 characters, other ones each time: who repeats others is not heard. */
const lineOf = (asked: number) =>
  `Well, ${Array.from({ length: 6 }, (_, at) => `word${100 + asked * 6 + at}long`).join(' ')} said.`;
/** 10,000 tokens at $0.15 and 1,000 at $0.60 a million. */
const COST = 0.0021;
const MODEL = 'gpt-4o-mini';

function counted(asked: number): string {
  return streamHead + word(lineOf(asked)) + stopEvent + usageEvent + doneEvent;
}

const modelList = JSON.stringify({ data: [{ id: MODEL }, { id: 'not-known-yet' }] });

/** How the vendor answers, by the topic of the conversation. */
const answers: Record<string, (asked: number) => string> = {
  counted,
  silent: (asked) => streamHead + word(lineOf(asked)) + stopEvent + doneEvent,
  // It begins and never ends.
  hanging: (asked) => streamHead + word(`${lineOf(asked)} And then, of course, `),
  // It begins, but no word of it passes before the phrase is whole.
  held: () => streamHead + word('Well'),
  // It goes away after some words, each time.
  cut: (asked) => `${streamHead}${word(lineOf(asked))}\u0000`,
  refused: () => answer(401, '{"error":{"message":"No."}}'),
  // The first answer is lost before its first word.
  lost: (asked) => (asked === 1 ? `${streamHead}: here\n\n\u0000` : counted(asked)),
};

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let vendor: RawServer;
  let server: TestApp;
  let asked = 0;

  const start = (environment: Record<string, string> = {}) =>
    startTestApp({
      databaseUrl: opened.url,
      dataDir: opened.dataDir,
      environment: {
        OPENAI_BASE_URL: `${vendor.url}/v1`,
        OPENAI_API_KEY: 'sk-test-0123456789',
        ...environment,
      },
    });

  beforeAll(async () => {
    opened = await open();
    vendor = await rawServer((socket, request) => {
      if (request.head.startsWith('GET')) {
        socket.end(answer(200, modelList));
        return;
      }
      asked += 1;
      const topic = Object.keys(answers).find((each) => request.body.includes(`about ${each} things`));
      const response = answers[topic ?? '']?.(asked) ?? answer(500, '');
      socket.write(response.replace('\u0000', ''));
      if (!response.startsWith(streamHead) || response.endsWith('\u0000') || response.endsWith(doneEvent)) {
        socket.end();
      }
    });
    server = await start();
  });
  beforeEach(async () => {
    asked = 0;
    await opened.database.db.deleteFrom('spent').execute();
    await createSpendingStore(opened.database).setLimits('local', {});
  });
  afterAll(async () => {
    await server.close();
    await vendor.close();
    await opened.close();
  });

  async function begin(topic: string, settings: NewConversation['settings'] = {}) {
    const { items } = await server.rest.call('listPersonas', {});
    // A key of its own: what fails in one test pauses the vendor in no other.
    const apiKey = `sk-test-${randomUUID()}`;
    const connection = await server.rest.call('createConnection', {
      body: { kind: 'openai', baseUrl: `${vendor.url}/v1`, apiKey },
    });
    const { id, seats } = await server.rest.call('createConversation', {
      body: {
        topic: `about ${topic} things`,
        format: 'round-robin',
        seats: items.slice(0, 2).map((persona) => ({
          personaId: persona.id,
          brain: { connectionId: connection.id, model: MODEL },
        })),
        settings: { pace: 'instant', maxTurns: 2, ...settings },
      },
    });
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    return { id, params: { id }, mirror, seats: seats.map((seat) => seat.id) };
  }

  /** Plays until it stops or pauses by itself. */
  async function played(topic: string, settings: NewConversation['settings'] = {}) {
    const begun = await begin(topic, settings);
    await server.rest.call('play', { params: begun.params });
    const view = await begun.mirror.until(
      ({ conversation: { state } }) => state === 'stopped' || state === 'paused',
      AbortSignal.timeout(20_000),
    );
    begun.mirror.close();
    return { ...begun, ...view };
  }

  const spent = () => server.rest.call('getSpending', {});

  test('each line says what it cost; seats, conversation and day say the sum', async () => {
    const { conversation, messages, seats } = await played('counted');
    const lines = messages.filter(({ author }) => author.kind === 'seat');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line.cost).toBeCloseTo(COST, 8);
    expect(conversation.usage).toMatchObject({ inputTokens: 20_000, outputTokens: 2_000 });
    expect(conversation.usage.cost).toBeCloseTo(2 * COST, 8);
    expect(conversation.usage.unpriced).toBeUndefined();
    for (const seat of seats) expect(conversation.usageBySeat?.[seat]?.cost).toBeCloseTo(COST, 8);
    const { today, byModel } = await spent();
    expect(today).toMatchObject({ calls: 2, inputTokens: 20_000, outputTokens: 2_000, unpriced: 0 });
    expect(today.cost).toBeCloseTo(2 * COST, 8);
    expect(byModel).toMatchObject([{ kind: 'openai', model: MODEL, calls: 2 }]);
  });

  test('a vendor that does not count is counted by the lengths, and marked as estimated', async () => {
    const { messages, conversation } = await played('silent', { maxTurns: 1 });
    const line = messages.find(({ author }) => author.kind === 'seat');
    // Four characters make a token.
    expect(line?.usage).toMatchObject({ outputTokens: 21, estimated: true });
    expect(line?.usage?.inputTokens).toBeGreaterThan(300);
    expect(line?.cost).toBeGreaterThan(0.00004);
    expect(conversation.usage.estimated).toBe(true);
    expect((await spent()).today.cost).toBeCloseTo(line?.cost ?? -1, 10);
  });

  test('a line that breaks off counts, each time it is tried', async () => {
    const { messages, conversation } = await played('cut', { maxTurns: 1 });
    const lines = messages.filter(({ status, author }) => author.kind === 'seat' && status === 'interrupted');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line.usage).toMatchObject({ estimated: true });
    const { today } = await spent();
    expect(today.calls).toBe(lines.length);
    expect(today.cost).toBeCloseTo(conversation.usage.cost ?? -1, 10);
  });

  test('a request that is refused costs nothing', async () => {
    const { conversation } = await played('refused');
    expect(conversation.usage).toEqual({ inputTokens: 0, outputTokens: 0 });
    expect((await spent()).today.calls).toBe(0);
  });

  test('an answer that was lost before its first word counts beside the one that came', async () => {
    const { messages, conversation, seats } = await played('lost', { maxTurns: 1 });
    const line = messages.find(({ author }) => author.kind === 'seat');
    expect(line?.usage).toEqual({ inputTokens: 10_000, outputTokens: 1_000 });
    const { today } = await spent();
    expect(today.calls).toBe(2);
    expect(today.inputTokens).toBeGreaterThan(10_300);
    expect(conversation.usage.inputTokens).toBe(today.inputTokens);
    expect(conversation.usageBySeat?.[seats[0] ?? '']?.inputTokens).toBe(today.inputTokens);
  });

  test('a line that the director cuts off tells what it used, in the same commit', async () => {
    const { id, params, mirror } = await begin('hanging');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText.includes('said'), AbortSignal.timeout(5_000));
    await server.rest.call('pause', { params });
    const { messages, conversation } = await mirror.until((view) => view.conversation.state === 'paused');
    mirror.close();
    const line = messages.find(({ author }) => author.kind === 'seat');
    expect(line).toMatchObject({
      status: 'interrupted',
      brain: { model: MODEL },
      usage: { estimated: true },
    });
    expect(line?.cost).toBeGreaterThan(0);
    // The engine, whose turn it was, does not count it once more.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await spent()).today).toMatchObject({ calls: 1, cost: line?.cost });
    expect((await server.rest.call('getConversation', { params: { id } })).usage).toEqual(conversation.usage);
  });

  test('an answer that is cut off before anybody heard a word of it counts as well, once', async () => {
    const { params, mirror, seats } = await begin('held');
    await server.rest.call('play', { params });
    await vi.waitFor(() => expect(asked).toBe(1), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.rest.call('pause', { params });
    const { messages } = await mirror.until((view) => view.conversation.state === 'paused');
    mirror.close();
    expect(messages.filter(({ author }) => author.kind === 'seat')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await spent()).today.calls).toBe(1);
    const { usageBySeat } = await server.rest.call('getConversation', { params });
    expect(usageBySeat?.[seats[0] ?? '']).toMatchObject({ outputTokens: 1, estimated: true });
  });

  test('a person who takes the turn away from a brain does not take away what it used', async () => {
    const { id, params, mirror, seats } = await begin('hanging');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText.includes('said'), AbortSignal.timeout(5_000));
    await server.rest.call('say', { params, body: { as: seats[0] ?? '', text: 'Let me say it.' } });
    mirror.close();
    await vi.waitFor(async () => expect((await spent()).today.calls).toBeGreaterThan(0), 5_000);
    await server.rest.call('stop', { params });
    const { usageBySeat } = await server.rest.call('getConversation', { params: { id } });
    expect(usageBySeat?.[seats[0] ?? '']).toMatchObject({ estimated: true });
  });

  test('a branch and a file bring no bill; saying it again does', async () => {
    const { params, messages } = await played('counted');
    const before = (await spent()).today;
    const fork = await server.rest.call('fork', { params, body: {} });
    expect(fork.usage.cost).toBeCloseTo(2 * COST, 8);
    const file = await fetch(`${server.url}/api/conversations/${params.id}/export?format=json`);
    const body: ConversationFile = JSON.parse(await file.text());
    await server.rest.call('importConversation', { body });
    expect((await spent()).today).toEqual(before);

    const line = messages.findLast(({ author }) => author.kind === 'seat');
    await server.rest.call('regenerate', { params: { ...params, messageId: line?.id ?? '' } });
    await vi.waitFor(async () => expect((await spent()).today.calls).toBe(3), 5_000);
    await server.rest.call('deleteConversation', { params });
    expect((await spent()).today.calls).toBe(3);
  });

  test('the limit of a day stops every conversation of its owner with the reason, before it asks a brain', async () => {
    const limits = { costPerDay: 0.004 };
    expect((await server.rest.call('setSpendingLimits', { body: limits })).limits).toEqual(limits);
    const { conversation, messages } = await played('counted', { maxTurns: 40 });
    expect(conversation.stopReason).toEqual({
      code: 'max-cost-day',
      text: 'Stopped at $0.004, the limit of a day that you set.',
    });
    expect(messages.filter(({ author }) => author.kind === 'seat')).toHaveLength(2);
    expect(messages.at(-1)?.text).toBe('Stopped at $0.004, the limit of a day that you set.');

    const callsBefore = asked;
    const other = await played('counted');
    expect(other.conversation.stopReason?.code).toBe('max-cost-day');
    expect(asked).toBe(callsBefore);

    // A restart forgets nothing.
    await server.close();
    server = await start();
    const again = await played('counted');
    expect(again.conversation.stopReason?.code).toBe('max-cost-day');
    expect(asked).toBe(callsBefore);
    await server.rest.call('setSpendingLimits', { body: { tokensPerDay: 22_000 } });
    expect((await played('counted')).conversation.stopReason).toEqual({
      code: 'max-tokens-day',
      text: 'Stopped at 22,000 tokens, the limit of a day that you set.',
    });
    await server.rest.call('setSpendingLimits', { body: {} });
    expect((await played('counted')).conversation.stopReason?.code).toBe('max-turns');
  }, 30_000);

  test('owners cannot raise the operator’s ceiling', async () => {
    await server.close();
    server = await start({ CHIMERA_MAX_COST_PER_DAY: '0.002' });
    const told = await server.rest.call('setSpendingLimits', { body: { costPerDay: 100 } });
    expect(told.operatorCostPerDay).toBe(0.002);
    const { conversation } = await played('counted');
    expect(conversation.stopReason).toEqual({
      code: 'max-cost-day',
      text: 'Stopped at $0.002, the limit of a day that this server sets.',
    });
    await server.close();
    server = await start();
  });

  test('models of a connection are listed with prices and context, as far as they are known', async () => {
    const { items } = await server.rest.call('listModels', { params: { id: 'openai' } });
    expect(items).toEqual([
      {
        id: MODEL,
        vision: true,
        contextTokens: 128_000,
        inputPrice: 0.15,
        outputPrice: 0.6,
        cachedInputPrice: 0.075,
      },
      { id: 'not-known-yet' },
    ]);
  });

  test('playing on is estimated by what was said until now', async () => {
    const { params } = await played('counted');
    const { perRun, perRound, unknownPrices } = await server.rest.call('estimate', { params });
    expect(unknownPrices).toEqual([]);
    // Two turns of 10,000 tokens and more, and 1,000 as answer.
    expect(perRun.turns).toBe(2);
    expect(perRun.tokens).toBeGreaterThan(22_000);
    expect(perRun.tokens).toBeLessThan(22_200);
    // Less than those two, for most of the next prompts can come from the vendor's cache.
    expect(perRun.cost).toBeGreaterThan(1.3 * COST);
    expect(perRun.cost).toBeLessThan(2 * COST);
    expect(perRound).toEqual({ tokens: perRun.tokens, cost: perRun.cost });
  });

  test('the log replays to what is stored', async () => {
    expect((await verifyLog(opened.database)).problems).toEqual([]);
  });
});
