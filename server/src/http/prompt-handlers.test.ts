import type { NewConversation } from '@chimera/protocol/conversation';
import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import type { Script } from '../../test/scripted-provider.ts';
import { type BrainRequest, ProviderError } from '../providers/provider.ts';

let asked = 0;
const requests: BrainRequest[] = [];
/** Scripts by the topic of the conversation. */
const scripts: Record<string, () => Script> = {
  slow: () => ['One word after another is said here, and no end of it, ', 'or so ', 20_000, 'it seems.'],
  broken: () => ['Half a ', new ProviderError('cut', 'The connection broke.', { retryable: true })],
  refused: () => [new ProviderError('key-refused', 'The key was refused.', { retryable: false })],
  silent: () => ['(silent)'],
  'empty at first': () => ((asked += 1) === 1 ? [''] : ['Now I speak.']),
};

describe('what was sent', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({
      script: (request) => {
        requests.push(request);
        return scripts[request.scene.topic]?.() ?? ['So ', 'be ', 'it.'];
      },
    });
  });
  afterAll(() => server.close());

  async function begin(topic: string, wanted: Partial<NewConversation> = {}) {
    const { items } = await server.rest.call('listPersonas', {});
    const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
    const settings = { pace: 'instant' as const, maxTurns: 3 };
    const { id } = await server.rest.call('createConversation', {
      body: { topic, seats, settings, ...wanted },
    });
    return { params: { id }, mirror: mirrorConversation(server.live, id) };
  }

  async function played(topic: string) {
    const { params, mirror } = await begin(topic);
    await server.rest.call('play', { params });
    const { messages } = await mirror.until(({ conversation }) => conversation.state === 'stopped');
    mirror.close();
    return { params, spoken: messages.filter(({ author }) => author.kind === 'seat') };
  }

  function promptOf(params: { id: string }, messageId: string) {
    return server.rest.call('getMessagePrompt', { params: { ...params, messageId } });
  }

  async function refusalOf(params: { id: string }, messageId: string): Promise<unknown> {
    try {
      return await promptOf(params, messageId);
    } catch (error) {
      return error;
    }
  }

  test('each message of a seat has the very texts that its brain got', async () => {
    const { params, spoken } = await played('a talk');
    const sentThen = requests.filter(({ scene }) => scene.topic === 'a talk').map(({ prompt }) => prompt);
    expect(spoken).toHaveLength(3);
    for (const [index, message] of spoken.entries()) {
      const prompt = await promptOf(params, message.id);
      expect(prompt).toMatchObject({ turnId: message.turnId, attempt: 1, seatId: message.author.seatId });
      const [only] = prompt.tries;
      expect(prompt.tries).toHaveLength(1);
      expect(only).toMatchObject({
        brain: message.brain,
        usage: { inputTokens: 100, outputTokens: 10 },
        actions: [],
      });
      const then = sentThen[index];
      expect(only?.parts.map(({ text }) => text)).toEqual([
        then?.system,
        ...(then?.turns.flatMap(({ parts }) => parts) ?? []),
        then?.tail,
      ]);
      const kinds = only?.parts.map(({ role, kind }) => `${role} ${kind}`) ?? [];
      expect(kinds.slice(0, 2)).toEqual(['system system', 'user note']);
      expect(kinds.at(-1)).toBe('user tail');
      expect(only?.tokens).toBe(only?.parts.reduce((sum, { tokens }) => sum + tokens, 0));
    }
    const last = await promptOf(params, spoken[2]?.id ?? '');
    expect(last.tries[0]?.parts.map(({ role, kind }) => `${role} ${kind}`)).toContain('assistant line');
  });

  test('an answer that is refused and one that is shown are two tries of one attempt', async () => {
    const { params, spoken } = await played('empty at first');
    const { tries } = await promptOf(params, spoken[0]?.id ?? '');
    expect(tries.map(({ refused }) => refused?.code)).toEqual(['empty', undefined]);
    const tails = tries.map(({ parts }) => parts.at(-1)?.text ?? '');
    expect(tails[1]).not.toBe(tails[0]);
  });

  test('attempts that broke off are kept, each with its reason', async () => {
    const { params, mirror } = await begin('broken');
    await server.rest.call('step', { params });
    const { messages } = await mirror.until(({ messages: all }) => all.length >= 3);
    mirror.close();
    const cut = messages.filter(({ status }) => status === 'interrupted');
    const turnId = cut[0]?.turnId ?? '';
    await expect.poll(() => turnOf(params, turnId)).toHaveLength(3);
    const attempts = await turnOf(params, turnId);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(attempts.flatMap(({ tries }) => tries.map(({ broke }) => broke?.code))).toEqual([
      'cut',
      'cut',
      'cut',
    ]);
    expect((await promptOf(params, cut[1]?.id ?? '')).attempt).toBe(2);
  });

  async function turnOf(params: { id: string }, turnId: string) {
    return (await server.rest.call('listTurnPrompts', { params: { ...params, turnId } })).items;
  }

  async function turnsOf(params: { id: string }): Promise<string[]> {
    const { items } = await server.rest.call('listEvents', { params, query: { after: 0, limit: 200 } });
    return items.flatMap(({ event }) => (event.type === 'turn-started' ? [event.turnId] : []));
  }

  test('a turn that failed, and one that was passed, say what they were sent', async () => {
    for (const [topic, broke] of [
      ['refused', 'key-refused'],
      ['silent', undefined],
    ] as const) {
      const { params, mirror } = await begin(topic);
      await server.rest.call('step', { params });
      await mirror.until(({ conversation }) => conversation.turn === null && conversation.head > 4);
      mirror.close();
      const [turnId = ''] = await turnsOf(params);
      const [attempt] = await turnOf(params, turnId);
      expect(attempt?.tries).toMatchObject([{ brain: { kind: 'demo', model: 'improviser' } }]);
      expect(attempt?.tries[0]?.broke?.code).toBe(broke);
    }
  });

  test('a line that a person cut off is kept with the words that cut it', async () => {
    const { params, mirror } = await begin('slow');
    await server.rest.call('play', { params });
    await mirror.until(({ liveText }) => liveText.length > 5);
    await server.rest.call('pause', { params });
    const { messages } = await mirror.until(({ conversation }) => conversation.turn === null);
    mirror.close();
    const cut = messages.find(({ status }) => status === 'interrupted');
    await expect
      .poll(() => refusalOf(params, cut?.id ?? ''))
      .toMatchObject({ tries: [{ broke: { text: 'Paused by you.' } }] });
  });

  test('each version of a message has its own prompt', async () => {
    const { params, spoken } = await played('a talk');
    const message = { ...params, messageId: spoken[1]?.id ?? '' };
    await server.rest.call('regenerate', { params: message });
    await expect.poll(async () => (await turnsOf(params)).length).toBe(4);
    const mirror = mirrorConversation(server.live, params.id);
    await mirror.until(({ messages }) => messages.some(({ alternatives }) => alternatives?.length === 2));
    mirror.close();
    const later = await promptOf(params, message.messageId);
    expect(later.turnId).not.toBe(spoken[1]?.turnId);
    await server.rest.call('changeMessage', { params: message, body: { chosen: 0 } });
    expect((await promptOf(params, message.messageId)).turnId).toBe(spoken[1]?.turnId);
  });

  test('a branch shows what was sent where it came from, until that is deleted', async () => {
    const { params, spoken } = await played('a talk');
    const before = await promptOf(params, spoken[0]?.id ?? '');
    const branch = await server.rest.call('fork', { params, body: {} });
    const twig = await server.rest.call('fork', { params: { id: branch.id }, body: {} });
    const { items } = await server.rest.call('listMessages', { params: { id: twig.id } });
    const copied = items.find(({ turnId }) => turnId === before.turnId);
    expect(await promptOf({ id: twig.id }, copied?.id ?? '')).toEqual(before);
    await server.rest.call('deleteConversation', { params });
    expect(await refusalOf({ id: twig.id }, copied?.id ?? '')).toMatchObject({
      problem: { status: 404, detail: 'No prompt was kept for this message.' },
    });
  });

  test('words of people, of the narrator and of the house were sent to nobody', async () => {
    const { params } = await played('a talk');
    const { seats } = await server.rest.call('getConversation', { params });
    const person = { problem: { status: 404, detail: expect.stringMatching(/^A person wrote/) } };
    for (const as of [undefined, 'narrator', seats[0]?.id]) {
      const body = { text: 'Hello.', ...(as !== undefined && { as }) };
      const { id } = await server.rest.call('say', { params, body });
      expect(await refusalOf(params, id)).toMatchObject(person);
    }
    const { items } = await server.rest.call('listMessages', { params });
    const house = items.find(({ author }) => author.kind === 'system');
    expect(await refusalOf(params, house?.id ?? '')).toMatchObject({
      problem: { status: 404, detail: expect.stringMatching(/^Chimera wrote/) },
    });
    const absent = { ...params, turnId: 'nobody' };
    await expect(server.rest.call('listTurnPrompts', { params: absent })).rejects.toMatchObject({
      problem: { status: 404, detail: 'No prompt was kept for this turn.' },
    });
  });
});
