import { mirrorConversation } from '@chimera/client/mirror';
import { type ChatCompletionRequest, LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const MODEL = 'llama-3.1-8b';
const TURNS = 100;
const PROMISED = 'I will show you the ledger by Friday';
const FILLER = 'amber barley candle drift ember falcon garden harbour island jasmine kettle lantern'.split(
  ' ',
);

let model: LLMock;
let server: TestApp;
let lines = 0;
const asked: string[] = [];

beforeAll(async () => {
  model = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 400 });
  model.on({ predicate: () => true }, (request) => {
    const text = textOf(request);
    asked.push(text);
    return { content: text.includes('You keep the minutes') ? minutes(text) : line() };
  });
  await model.start();
  server = await startTestApp({ environment: { LMSTUDIO_BASE_URL: model.url } });
});

afterAll(async () => {
  await server.close();
  await model.stop();
});

test('the model of a seat takes the minutes of a long talk, and prompts begin with them from then on', async () => {
  const { items } = await server.rest.call('listPersonas', {});
  const { id } = await server.rest.call('createConversation', {
    body: {
      topic: 'The harbour tax',
      format: 'round-robin',
      seats: items
        .slice(0, 3)
        .map((persona) => ({ personaId: persona.id, brain: { connectionId: 'lmstudio', model: MODEL } })),
      settings: { pace: 'instant', maxTurns: TURNS, language: 'en' },
    },
  });
  const mirror = mirrorConversation(server.live, id);
  await mirror.until(() => true);
  await server.rest.call('play', { params: { id } });
  const { messages } = await mirror.until(
    ({ conversation: { state } }) => state === 'stopped' || state === 'paused',
    AbortSignal.timeout(60_000),
  );
  mirror.close();

  const promise = messages.find(({ text }) => text.includes(PROMISED));
  const folded = asked.filter((text) => text.includes('[Earlier, in short.'));
  expect(folded.length).toBeGreaterThan(10);
  expect(folded[0]).toContain(`${promise?.author.name}: “${PROMISED}”`);
  expect(folded[0]).toContain('Held – ');
  const notes = folded.map((text) => /\[Earlier, in short\.[^\]]*\]/.exec(text)?.[0].replaceAll('you:', ''));
  expect(new Set(notes).size).toBeLessThan(folded.length / 2);
}, 60_000);

function line(): string {
  lines += 1;
  if (lines === 4) return `${PROMISED}, every page of it.`;
  const words = Array.from(
    { length: 14 },
    (_, at) => `${FILLER[(lines * 5 + at) % FILLER.length]}${lines * 20 + at}`,
  );
  return `The ${words.join(' ')} of it.`;
}

/** The promise, and what was said right after it. */
function minutes(text: string): string {
  const noted = [...text.matchAll(/^(L\d+) ([^:\n]+): (I will show you[^,]*|The \S+ \S+)/gm)].slice(0, 6);
  const records = noted.map(([, id, who, quote]) => ({
    kind: quote?.startsWith('I will') ? 'promise' : 'claim',
    line: id,
    who,
    quote,
  }));
  return JSON.stringify({ records, answered: [] });
}

function textOf({ messages }: ChatCompletionRequest): string {
  return messages
    .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    .join('\n');
}
