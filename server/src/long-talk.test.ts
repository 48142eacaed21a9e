import { exportFormatSchema } from '@chimera/protocol/conversation-api';
import type { Message } from '@chimera/protocol/message';
import type { ServerFrame } from '@chimera/protocol/socket';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { LiveClient } from '../test/live-node.ts';
import { longLog, seqOfMessage } from '../test/long-log.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { tokensIn } from './engine/tokens-in.ts';
import type { BrainRequest } from './providers/provider.ts';

const MESSAGES = 10_000;
/** With the first event of the log, two for each message, and the last. */
const HEAD = seqOfMessage(MESSAGES) + 1;
const SHORT = 200;
const SNAPSHOT_BYTES_LIMIT = 100_000;
/** The talk in a prompt and, as large as what is reserved for it, the note on what is left out. */
const PROMPT_TOKENS_LIMIT = 8000 + 1000;
/** Of a long talk, on a machine that does much else. */
const SLOW_MS = 120_000;

const allNumbers = Array.from({ length: MESSAGES }, (_, index) => index + 1);
const numbersIn = (text: string) =>
  Array.from(text.matchAll(/\bNumber(\d+)\b/g), ([, digits]) => Number(digits));

describe.each(testDatabases)('a talk of 10,000 messages, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let server: TestApp;
  let id: string;
  const asked: BrainRequest[] = [];

  beforeAll(async () => {
    opened = await open();
    const script = (request: BrainRequest) => {
      asked.push(request);
      return [`The ${asked.length === 1 ? 'heron' : 'lighthouse'} was all that was left of it.`];
    };
    server = await startTestApp({ dataDir: opened.dataDir, databaseUrl: opened.url, script });
    id = await brought(MESSAGES);
  }, SLOW_MS);
  afterAll(async () => {
    await server.close();
    await opened.close();
  }, SLOW_MS);

  async function brought(messages: number): Promise<string> {
    const made = await server.rest.call('importConversation', {
      body: longLog(messages, { pace: 'instant' }),
    });
    return made.id;
  }

  /** All that comes until a frame is the last that is wanted. */
  async function framesUntil(
    cursor: { readonly conversationId: string; readonly after?: number },
    isLast: (frame: ServerFrame) => boolean,
  ): Promise<readonly ServerFrame[]> {
    const client = await LiveClient.open(`${server.url}/ws`);
    client.send({ type: 'subscribe', ...cursor });
    await vi.waitFor(() => expect(client.frames.some(isLast)).toBe(true), { timeout: SLOW_MS, interval: 20 });
    client.socket.terminate();
    return client.frames;
  }

  async function snapshotOf(conversationId: string) {
    const [frame] = await framesUntil({ conversationId }, ({ type }) => type === 'snapshot');
    if (frame?.type !== 'snapshot') throw new Error('Something came before the snapshot.');
    return { bytes: JSON.stringify(frame).length, ...frame };
  }

  /** Page after page; each is asked for by what the one before it said. */
  async function pages(from: { readonly after?: number }): Promise<readonly (readonly Message[])[]> {
    const found: (readonly Message[])[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const place: { after?: number; cursor?: number } = 'after' in from ? { after: from.after ?? 0 } : {};
      if (cursor !== '') place['after' in from ? 'after' : 'cursor'] = Number(cursor);
      const page: { items: Message[]; nextCursor?: string | undefined } = await server.rest.call(
        'listMessages',
        {
          params: { id },
          query: { limit: 200, ...place },
        },
      );
      found.push(page.items);
      cursor = page.nextCursor;
    }
    return found;
  }

  test('it opens with its last page, as a short one does', async () => {
    const long = await snapshotOf(id);
    const short = await snapshotOf(await brought(SHORT));
    expect(long.head).toBe(HEAD);
    const shown = long.view.messages.flatMap(({ text }) => numbersIn(text));
    expect(shown).toEqual(allNumbers.slice(-shown.length));
    expect(shown.length).toBeGreaterThan(20);
    expect(long.view.messages.length).toBe(short.view.messages.length);
    expect(long.view.earlier).toBe(true);
    expect(long.bytes).toBeLessThan(SNAPSHOT_BYTES_LIMIT);
    expect(long.bytes / short.bytes).toBeLessThan(1.25);
  });

  test(
    'read backwards to its beginning, and forwards to its end, it has every message once',
    async () => {
      const numbersOf = (page: readonly Message[]) => page.flatMap(({ text }) => numbersIn(text));
      const back = (await pages({})).toReversed();
      expect(back.flatMap(numbersOf)).toEqual(allNumbers);
      const forth = await pages({ after: 0 });
      expect(forth.flatMap(numbersOf)).toEqual(allNumbers);
      // The house says at its end that it stopped.
      expect(new Set(forth.flat().map((message) => message.id)).size).toBe(MESSAGES + 1);
      expect(back.flat()).toEqual(forth.flat());
    },
    SLOW_MS,
  );

  test('a word of its first line is found, and its place leads there', async () => {
    const { items } = await server.rest.call('search', { query: { q: 'number1 ', conversationId: id } });
    expect(items.map(({ seq }) => seq)).toEqual([seqOfMessage(1)]);
    const query = { after: (items[0]?.seq ?? 0) - 1, limit: 3 };
    const around = await server.rest.call('listMessages', { params: { id }, query });
    expect(around.items.map(({ text }) => numbersIn(text)[0])).toEqual([1, 2, 3]);
    expect(around.nextCursor).toBe(String(seqOfMessage(3)));
  });

  const seqsOf = (frames: readonly ServerFrame[]) =>
    frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []));
  const isHead = (frame: ServerFrame) => frame.type === 'event' && frame.seq === HEAD;

  test('who has all but twenty events is sent those', async () => {
    const frames = await framesUntil({ conversationId: id, after: HEAD - 20 }, isHead);
    expect(seqsOf(frames)).toEqual(Array.from({ length: 20 }, (_, index) => HEAD - 19 + index));
    expect(frames.some(({ type }) => type === 'snapshot')).toBe(false);
  });

  test(
    'who asks for everything after the beginning is sent every event once, in order',
    async () => {
      const frames = await framesUntil({ conversationId: id, after: 0 }, isHead);
      expect(seqsOf(frames)).toEqual(Array.from({ length: HEAD }, (_, index) => index + 1));
      expect(frames.some(({ type }) => type === 'snapshot')).toBe(false);
    },
    SLOW_MS,
  );

  test.each(exportFormatSchema.options)(
    'all of it is in the file: %s',
    async (format) => {
      const file = await server.rest.call('exportConversation', { params: { id }, query: { format } });
      expect(numbersIn(file)).toEqual(allNumbers);
    },
    SLOW_MS,
  );

  test(
    'a branch has what was said until there, and nothing else',
    async () => {
      const atSeq = seqOfMessage(MESSAGES / 2);
      const branch = await server.rest.call('fork', { params: { id }, body: { atSeq } });
      expect(branch).toMatchObject({ head: atSeq, forkedFrom: { conversationId: id, seq: atSeq } });
      const { view } = await snapshotOf(branch.id);
      expect(numbersIn(view.messages.at(-1)?.text ?? '')).toEqual([MESSAGES / 2]);
    },
    SLOW_MS,
  );

  test(
    'it goes on, and what a model is told of it has its bounds',
    async () => {
      for (const word of ['heron', 'lighthouse']) {
        await server.rest.call('step', { params: { id } });
        await vi.waitFor(
          async () => expect((await snapshotOf(id)).view.messages.at(-1)?.text).toContain(word),
          {
            timeout: SLOW_MS,
            interval: 100,
          },
        );
        await vi.waitFor(
          async () =>
            expect((await server.rest.call('getConversation', { params: { id } })).state).toBe('paused'),
          { timeout: SLOW_MS, interval: 100 },
        );
      }
      expect(asked).toHaveLength(2);
      for (const [index, { prompt }] of asked.entries()) {
        const told = prompt.turns.flatMap(({ parts }) => parts).join('\n');
        const heard = numbersIn(told);
        expect(heard.slice(-10)).toEqual(allNumbers.slice(-10));
        expect(told.includes('heron')).toBe(index === 1);
        expect(tokensIn(told)).toBeLessThan(PROMPT_TOKENS_LIMIT);
      }
    },
    SLOW_MS,
  );

  test(
    'its log replays to what is stored',
    async () => {
      const { conversations, events, problems } = await verifyLog(opened.database);
      expect(problems).toEqual([]);
      expect(conversations).toBe(3);
      expect(events).toBeGreaterThan(HEAD);
    },
    SLOW_MS,
  );
});
