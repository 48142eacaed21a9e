import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewConversation } from '@chimera/protocol/conversation';
import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import type { Script } from '../test/scripted-provider.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { openDatabase } from './db/open-database.ts';
import { ProviderError, type BrainRequest } from './providers/provider.ts';

/** Scripts by the topic of the conversation, so that one server serves all tests. */
const scripts: Record<string, (request: BrainRequest) => Script> = {
  slow: ({ scene }) => [`One ${longWords(scene.lines.length)}, `, 30, 'and ', 2000, 'no more.'],
  names: ({ scene }) => [`${scene.self.name}: `, 'I have ', 'a name.'],
  hijack: ({ scene }) => ['I am done. ', `${scene.others[0]?.name}: `, 'And I say no.'],
  thinking: () => ['<think>they must ', 'not see this</think>', 'Good morning.'],
  silent: () => ['(silent)'],
  broken: () => ['Half a ', 'line ', new ProviderError('cut', 'The connection broke.', { retryable: true })],
  refused: () => [new ProviderError('key-refused', 'The key was refused.', { retryable: false })],
};

/** Words enough for a phrase, other ones for each number: who repeats others is not heard. */
function longWords(number: number): string {
  return Array.from({ length: 6 }, (_, at) => `word${number * 6 + at}lengthened`).join(' ');
}

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let server: TestApp;

  beforeAll(async () => {
    opened = await open();
    server = await startTestApp({
      databaseUrl: opened.url,
      script: (request) => scripts[request.scene.topic]?.(request) ?? ['So ', 'be ', 'it.'],
    });
  });
  afterAll(async () => {
    await server.close();
    await opened.close();
  });

  async function begin(topic: string, wanted: Partial<NewConversation> = {}) {
    const { items } = await server.rest.call('listPersonas', {});
    const conversation = await server.rest.call('createConversation', {
      body: {
        topic,
        seats: items.slice(0, 3).map(({ id }) => ({ personaId: id })),
        settings: { pace: 'instant', maxTurns: 5 },
        ...wanted,
      },
    });
    const { id } = conversation;
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    return { id, conversation, mirror, params: { id } };
  }

  async function eventsOf(id: string) {
    const { items } = await server.rest.call('listEvents', {
      params: { id },
      query: { after: 0, limit: 200 },
    });
    return items;
  }

  test('a conversation talks by itself until its turns are used up, and says so', async () => {
    const { id, mirror, params } = await begin('a talk');
    await server.rest.call('play', { params });
    const view = await mirror.until(({ conversation }) => conversation.state === 'stopped');
    mirror.close();
    const spoken = view.messages.filter(({ author }) => author.kind === 'seat');
    expect(spoken.map(({ text }) => text)).toEqual(Array.from({ length: 5 }, () => 'So be it.'));
    expect(view.conversation.stopReason?.code).toBe('max-turns');
    expect(view.messages.at(-1)).toMatchObject({ author: { kind: 'system' } });
    for (const [index, message] of spoken.entries()) {
      expect(message.brain).toMatchObject({ kind: 'demo' });
      expect(mirror.spoken(message.turnId ?? '', 1)).toBe(message.text);
      expect(message.author.seatId).not.toBe(spoken[index - 1]?.author.seatId);
    }
    const reasons = (await eventsOf(id)).flatMap(({ event }) =>
      event.type === 'turn-started' ? [event.reason.text] : [],
    );
    expect(reasons.every((text) => text.length > 3)).toBe(true);
  });

  test('a pause cuts the line at once and keeps what was said of it, before the pause', async () => {
    const { id, mirror, params } = await begin('slow');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText.startsWith('One word'));
    const paused = await server.rest.call('pause', { params });
    expect(paused).toMatchObject({ state: 'paused', turn: null, stopReason: { code: 'director' } });
    const view = await mirror.until(({ conversation }) => conversation.state === 'paused');
    mirror.close();
    const [line, note] = view.messages;
    expect(line).toMatchObject({ status: 'interrupted', author: { kind: 'seat' } });
    expect(line?.text).toBe(mirror.spoken(line?.turnId ?? '', 1));
    expect(note).toMatchObject({ author: { kind: 'system' }, text: 'Paused by you.' });
    const before = (await eventsOf(id)).length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await eventsOf(id)).length).toBe(before);
  });

  test('playing on after a pause goes on with the talk', async () => {
    const { mirror, params } = await begin('slow', { settings: { pace: 'instant', maxTurns: 1 } });
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText !== '');
    await server.rest.call('pause', { params });
    await server.rest.call('play', { params });
    const view = await mirror.until(({ conversation }) => conversation.state === 'stopped');
    mirror.close();
    expect(view.messages.map(({ status }) => status)).toEqual([
      'interrupted',
      'complete',
      'complete',
      'complete',
    ]);
  });

  test('a step takes one turn and then rests', async () => {
    const { mirror, params } = await begin('a talk');
    for (const turns of [1, 2]) {
      await server.rest.call('step', { params });
      const view = await mirror.until(
        ({ conversation }) => conversation.state === 'paused' && conversation.turns === turns,
      );
      expect(view.messages).toHaveLength(turns);
    }
    mirror.close();
  });

  test('a stop ends it, and play begins afresh with new limits', async () => {
    const { mirror, params } = await begin('slow', { settings: { pace: 'instant', maxTurns: 2 } });
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText !== '');
    expect(await server.rest.call('stop', { params })).toMatchObject({ state: 'stopped', turn: null });
    await server.rest.call('play', { params });
    await mirror.until(({ conversation }) => conversation.turn !== null);
    await server.rest.call('stop', { params });
    mirror.close();
  });

  test('a person can speak at any time, also in the middle of a line', async () => {
    const { mirror, params } = await begin('slow');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText !== '');
    const said = await server.rest.call('say', { params, body: { text: 'Hello there.' } });
    expect(said).toMatchObject({ author: { kind: 'human', name: 'You' }, text: 'Hello there.' });
    const view = await mirror.until(({ messages }) => messages.some(({ id }) => id === said.id));
    expect(view.conversation.turn).not.toBeNull();
    await server.rest.call('stop', { params });
    mirror.close();
  });

  test('whom the director picks speaks next, and with “now” cuts in', async () => {
    const { conversation, mirror, params } = await begin('slow');
    const [first, second, third] = conversation.seats;
    if (!first || !second || !third) throw new Error('three seats are needed');
    await server.rest.call('next', { params, body: { seatId: first.id } });
    await server.rest.call('play', { params });
    const opening = await mirror.until(({ liveText }) => liveText !== '');
    expect(opening.conversation.turn).toMatchObject({ seatId: first.id, reason: { code: 'director' } });
    await server.rest.call('next', { params, body: { seatId: third.id } });
    await server.rest.call('next', { params, body: { seatId: second.id, when: 'now' } });
    const cut = await mirror.until(({ conversation: { turn } }) => turn?.seatId === second.id);
    expect(cut.messages[0]).toMatchObject({ status: 'interrupted', author: { seatId: first.id } });
    expect(cut.conversation.queue.map(({ seatId }) => seatId)).toEqual([third.id]);
    await server.rest.call('stop', { params });
    mirror.close();
  });

  test.each([
    ['names', 'I have a name.'],
    ['hijack', 'I am done.'],
    ['thinking', 'Good morning.'],
  ])('between model and audience: %s', async (topic, text) => {
    const { mirror, params } = await begin(topic);
    await server.rest.call('step', { params });
    const view = await mirror.until(({ conversation }) => conversation.turns === 1);
    mirror.close();
    expect(view.messages[0]?.text).toBe(text);
    expect(mirror.spoken(view.messages[0]?.turnId ?? '', 1)).toBe(text);
  });

  test('a stream that breaks is kept as interrupted and tried again, announced each time', async () => {
    const { id, mirror, params } = await begin('broken');
    await server.rest.call('step', { params });
    const view = await mirror.until(({ conversation }) => conversation.state === 'paused');
    mirror.close();
    expect(view.messages.map(({ status, text }) => `${status}: ${text.trim()}`)).toEqual(
      Array.from({ length: 3 }, () => 'interrupted: Half a line'),
    );
    const starts = (await eventsOf(id)).flatMap(({ event }) =>
      event.type === 'turn-started' ? [event] : [],
    );
    expect(starts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(starts.map(({ turnId }) => turnId)).size).toBe(1);
  });

  test('when nobody can speak, the conversation pauses and says why', async () => {
    const { mirror, params } = await begin('refused');
    await server.rest.call('play', { params });
    const view = await mirror.until(({ conversation }) => conversation.state === 'paused');
    mirror.close();
    expect(view.conversation.stopReason?.code).toBe('provider-failed');
    expect(view.messages[0]?.text).toMatch(/^Nobody could speak for .+: The key was refused\.$/);
  });

  test('a seat that a person took waits for them, and their words end its turn', async () => {
    const { conversation, mirror, params } = await begin('a talk');
    const [mine] = conversation.seats;
    if (!mine) throw new Error('a seat is needed');
    await server.rest.call('changeSeat', {
      params: { ...params, seatId: mine.id },
      body: { brain: { human: true } },
    });
    await server.rest.call('next', { params, body: { seatId: mine.id } });
    await server.rest.call('step', { params });
    const { conversation: waiting } = await mirror.until(
      ({ conversation: { turn } }) => turn?.seatId === mine.id,
    );
    await server.rest.call('say', { params, body: { text: 'My own words.', as: mine.id } });
    const view = await mirror.until(({ conversation: { state } }) => state === 'paused');
    mirror.close();
    expect(view.messages.find(({ author }) => author.kind === 'seat')).toMatchObject({
      text: 'My own words.',
      turnId: waiting.turn?.turnId,
      author: { seatId: mine.id },
    });
    expect(view.conversation.turns).toBe(1);
  });

  test('an answer is taken again, and the first one is kept beside it', async () => {
    let version = 0;
    scripts['again'] = () => [`Version ${(version += 1)}.`];
    const { mirror, params } = await begin('again');
    await server.rest.call('step', { params });
    const first = await mirror.until(({ conversation: { state } }) => state === 'paused');
    const messageId = first.messages[0]?.id ?? '';
    await server.rest.call('regenerate', { params: { ...params, messageId } });
    const view = await mirror.until(
      ({ messages, conversation: { state } }) => messages[0]?.chosen === 1 && state === 'paused',
    );
    expect(view.messages[0]).toMatchObject({
      id: messageId,
      text: 'Version 2.',
      seq: first.messages[0]?.seq,
    });
    const back = await server.rest.call('changeMessage', {
      params: { ...params, messageId },
      body: { chosen: 0 },
    });
    expect(back).toMatchObject({ text: 'Version 1.', chosen: 0 });
    expect(back.alternatives?.map(({ text }) => text)).toEqual(['Version 1.', 'Version 2.']);
    mirror.close();
  });

  test('a branch begins with the same lines and goes its own way', async () => {
    const { id, mirror, params } = await begin('a talk');
    await server.rest.call('play', { params });
    const whole = await mirror.until(({ conversation: { state } }) => state === 'stopped');
    mirror.close();
    const second = whole.messages[1];
    const branch = await server.rest.call('fork', { params, body: { atSeq: second?.seq ?? 1 } });
    expect(branch).toMatchObject({ forkedFrom: { conversationId: id, seq: second?.seq }, turn: null });
    const { items } = await server.rest.call('listMessages', { params: { id: branch.id } });
    const spoken = (messages: typeof items) =>
      messages.filter(({ author }) => author.kind === 'seat').map(({ text }) => text);
    expect(spoken(items)).toEqual(spoken(whole.messages.slice(0, 2)));
  });

  test('what was exported comes back with every line', async () => {
    const { id, mirror, params } = await begin('a talk');
    await server.rest.call('play', { params });
    const whole = await mirror.until(({ conversation: { state } }) => state === 'stopped');
    mirror.close();
    const file = JSON.parse(
      await server.rest.call('exportConversation', { params, query: { format: 'json' } }),
    );
    const copy = await server.rest.call('importConversation', { body: file });
    expect(copy.id).not.toBe(id);
    const { items } = await server.rest.call('listMessages', { params: { id: copy.id } });
    expect(items.map(({ text }) => text)).toEqual(whole.messages.map(({ text }) => text));
  });

  test('a record of the talk lies in the data directory, readable without Chimera', async () => {
    const { mirror, params } = await begin('a talk', { title: 'On record' });
    await server.rest.call('play', { params });
    await mirror.until(({ conversation: { state } }) => state === 'stopped');
    mirror.close();
    await vi.waitFor(async () => {
      const files = await readdir(join(server.dataDir, 'records'), { recursive: true });
      const name = files.find(
        (file) => file.includes('On record') || file.toLowerCase().includes('on-record'),
      );
      const text = await readFile(join(server.dataDir, 'records', name ?? 'missing'), 'utf8');
      expect(text.match(/So be it\./g)).toHaveLength(5);
    }, 5000);
  });

  test('a deleted conversation is gone for those who watch it too', async () => {
    const { id, mirror, params } = await begin('slow');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText !== '');
    await server.rest.call('deleteConversation', { params });
    await vi.waitFor(() => expect(mirror.problem).toMatchObject({ code: 'not-found' }));
    mirror.close();
    await expect(server.rest.call('getConversation', { params: { id } })).rejects.toMatchObject({
      status: 404,
    });
  });

  test('the same request with the same key makes one conversation', async () => {
    const { items } = await server.rest.call('listPersonas', {});
    const body = { topic: 'once', seats: [{ personaId: items[0]?.id ?? '' }] };
    const idempotencyKey = crypto.randomUUID();
    const one = await server.rest.call('createConversation', { body, idempotencyKey });
    const two = await server.rest.call('createConversation', { body, idempotencyKey });
    expect(two.id).toBe(one.id);
    const other = server.rest.call('createConversation', {
      body: { ...body, topic: 'other' },
      idempotencyKey,
    });
    await expect(other).rejects.toMatchObject({ status: 422 });
  });

  test('every log is as it should be', async () => {
    const database = await openDatabase({ url: opened.url, dataDir: server.dataDir });
    const verdict = await verifyLog(database);
    await database.close();
    expect(verdict.problems).toEqual([]);
    expect(verdict.conversations).toBeGreaterThan(10);
  });
});
