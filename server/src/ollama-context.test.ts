import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import { ollamaServer, type OllamaServer, shownAs } from './providers/__fixtures__/ollama-server.ts';

const TURNS = 60;
const FILLER = 'amber barley candle drift ember falcon garden harbour island jasmine kettle lantern'.split(
  ' ',
);
const chatSchema = z.object({
  model: z.string(),
  messages: z.array(z.object({ content: z.string() })),
  options: z.object({ num_ctx: z.number(), num_predict: z.number() }),
});

let ollama: OllamaServer;
let server: TestApp;
let lines = 0;

beforeAll(async () => {
  ollama = await ollamaServer(
    [
      // As its operator loaded it.
      { name: 'llama3.1:8b', shown: shownAs(131_072), loadedWith: 3072 },
      { name: 'mistral:7b', shown: shownAs(32_768) },
    ],
    { says: line },
  );
  // The path that everybody knows, though it is not the one that is asked.
  server = await startTestApp({ environment: { OLLAMA_BASE_URL: `${ollama.url}/v1` } });
});

afterAll(async () => {
  await server.close();
  await ollama.close();
});

test('a long talk fits what each model is run with, which never changes', async () => {
  await server.rest.call('listProviders', {});
  const { items } = await server.rest.call('listPersonas', {});
  const models = ['llama3.1:8b', 'llama3.1:8b', 'mistral:7b'];
  const { id } = await server.rest.call('createConversation', {
    body: {
      topic: 'The harbour tax',
      format: 'round-robin',
      seats: models.map((model, index) => ({
        personaId: items[index]?.id ?? '',
        brain: { connectionId: 'ollama', model },
      })),
      settings: { pace: 'instant', maxTurns: TURNS, language: 'en' },
    },
  });
  const mirror = mirrorConversation(server.live, id);
  await mirror.until(() => true);
  await server.rest.call('play', { params: { id } });
  const view = await mirror.until(
    ({ conversation: { state } }) => state === 'stopped' || state === 'paused',
    AbortSignal.timeout(60_000),
  );
  mirror.close();

  expect(view.messages.filter(({ author }) => author.kind === 'seat')).toHaveLength(TURNS);
  const asked = ollama.chats().map((chat) => chatSchema.parse(chat));
  const contexts = (model: string) =>
    new Set(asked.filter((chat) => chat.model === model).map(({ options }) => options.num_ctx));
  expect(contexts('llama3.1:8b')).toEqual(new Set([3072]));
  expect(contexts('mistral:7b')).toEqual(new Set([8192]));
  const tokens = asked.map(({ messages }) => messages.map(({ content }) => content).join().length / 4);
  for (const [at, { options }] of asked.entries()) {
    expect((tokens[at] ?? 0) + options.num_predict).toBeLessThan(options.num_ctx);
  }
  // It was long enough to be cut by a model that holds less.
  expect(Math.max(...tokens)).toBeGreaterThan(3072);
}, 60_000);

function line(): string {
  lines += 1;
  const words = Array.from(
    { length: 26 },
    (_, at) => `${FILLER[(lines * 5 + at) % FILLER.length]}${lines * 30 + at}`,
  );
  return `The ${words.join(' ')} of it.`;
}
