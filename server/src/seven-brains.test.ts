import { mirrorConversation } from '@chimera/client/mirror';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const kinds = ['openai', 'anthropic', 'deepseek', 'gemini', 'openrouter', 'lmstudio', 'ollama'] as const;
const models: Partial<Record<string, string>> = {
  anthropic: 'claude-opus-5-5',
  gemini: 'gemini-3.8-flash',
};
const modelOf = (kind: string) => models[kind] ?? `${kind}-model`;
const paths: Partial<Record<string, string>> = {
  anthropic: '/v1/messages',
  gemini: '/v1beta/models/gemini-3.8-flash:streamGenerateContent',
  ollama: '/api/chat',
};
const askedSchema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.unknown() })) });
const KEY = 'sk-test-0123456789';

let vendors: LLMock[];
let server: TestApp;

beforeAll(async () => {
  vendors = await Promise.all(
    kinds.map(async (kind) => {
      const mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 4 });
      mock.on({ predicate: () => true }, { content: `It is ${kind} that says this, in a few words.` });
      await mock.start();
      return mock;
    }),
  );
  const urls = Object.fromEntries(
    kinds.map((kind, index) => [`${kind.toUpperCase()}_BASE_URL`, vendors[index]?.url ?? '']),
  );
  server = await startTestApp({
    environment: {
      ...urls,
      OPENAI_API_KEY: KEY,
      ANTHROPIC_API_KEY: KEY,
      DEEPSEEK_API_KEY: KEY,
      GEMINI_API_KEY: KEY,
      OPENROUTER_API_KEY: KEY,
    },
  });
});

afterAll(async () => {
  await server.close();
  await Promise.all(vendors.map((mock) => mock.stop()));
});

test('seven seats with seven brains talk to each other, each through its own vendor and protocol', async () => {
  const { items } = await server.rest.call('listPersonas', {});
  const { id, seats } = await server.rest.call('createConversation', {
    body: {
      topic: 'Who is speaking?',
      format: 'round-robin',
      seats: kinds.map((kind, index) => ({
        personaId: items[index]?.id ?? '',
        brain: { connectionId: kind, model: modelOf(kind) },
      })),
      settings: { pace: 'instant', maxTurns: 14 },
    },
  });
  const mirror = mirrorConversation(server.live, id);
  await mirror.until(() => true);
  await server.rest.call('play', { params: { id } });
  const view = await mirror.until(
    ({ conversation }) => conversation.state === 'stopped',
    AbortSignal.timeout(20_000),
  );
  mirror.close();

  const spoken = view.messages.filter(({ author }) => author.kind === 'seat');
  expect(spoken.map(({ author }) => author.seatId)).toEqual([...seats, ...seats].map((seat) => seat.id));
  for (const [index, message] of spoken.entries()) {
    const kind = kinds[index % kinds.length] ?? 'demo';
    expect(message).toMatchObject({
      status: 'complete',
      text: `It is ${kind} that says this, in a few words.`,
      brain: { kind, model: modelOf(kind) },
    });
    expect(mirror.spoken(message.turnId ?? '', 1)).toBe(message.text);
  }
  for (const [index, mock] of vendors.entries()) {
    const path = paths[kinds[index] ?? ''] ?? '/v1/chat/completions';
    expect(mock.getRequests().map((request) => request.path.split('?')[0])).toEqual([path, path]);
  }
});

test.each(kinds)(
  '%s is asked as the seat: own lines as assistant, others labelled, roles in turn',
  (kind) => {
    const mock = vendors[kinds.indexOf(kind)];
    // The mock writes down every protocol's request in the same form.
    const { messages } = askedSchema.parse(mock?.getRequests().at(-1)?.body);
    expect(messages[0]?.role).toBe('system');
    const talk = messages.slice(1).map(({ role }) => role);
    expect(talk[0]).toBe('user');
    expect(talk.at(-1)).toBe('user');
    expect(talk.every((role, index) => index === 0 || role !== talk[index - 1])).toBe(true);
    const own = messages.find(({ role }) => role === 'assistant');
    expect(own?.content).toBe(`It is ${kind} that says this, in a few words.`);
    const other = kinds.find((each) => each !== kind);
    expect(JSON.stringify(messages)).toContain(`: It is ${other} that says this`);
  },
);

test('the providers are told as they are, and no key comes back', async () => {
  const { items } = await server.rest.call('listProviders', {});
  const byKind = new Map(items.map((provider) => [provider.kind, provider]));
  for (const kind of kinds) expect(byKind.get(kind)?.status, kind).toBe('ready');
  expect(byKind.get('demo')).toMatchObject({ status: 'ready' });
  expect(byKind.get('openai-compatible')?.status).toBe('no-key');
  expect(JSON.stringify(items)).not.toContain(KEY);
});
