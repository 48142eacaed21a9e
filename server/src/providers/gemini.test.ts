import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, recorded, streamHead } from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, key, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';

const { serve, providerAt, onClose, clear } = vendorStage('gemini');

afterEach(clear);

const event = (data: unknown) => `data: ${JSON.stringify(data)}\r\n\r\n`;
const word = (text: string) =>
  event({ candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0 }] });
const reason = (finishReason: string) => event({ candidates: [{ finishReason, index: 0 }] });
const errorBody = (code: number, status: string, message: string, details: readonly unknown[] = []) =>
  JSON.stringify({ error: { code, message, status, details } });
const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.07s' };
const quota = { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [] };

describe('a recorded stream', () => {
  const text = 'It rained before you were born, Bö — and it will rain after. ☔';

  test('speaks, thinks apart, counts with its cache and finishes', async () => {
    const server = await serve((socket) => {
      socket.end(Buffer.concat([Buffer.from(streamHead), recorded('gemini')]));
    });
    const model = 'gemini-3.8-flash';
    const heard = await hear(providerAt(server.url).stream({ ...exampleRequest, model }, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe(text);
    expect(heard.reasoning).toBe('**Weighing the rain**\n\nShort, dry.');
    expect(heard.parts[0]).toEqual({ type: 'start', brain: { kind: 'gemini', model } });
    expect(heard.parts.at(-1)).toEqual({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 1503, outputTokens: 34, cachedInputTokens: 1024 },
    });
    const [request] = server.requests;
    expect(request?.head).toContain(
      'POST /v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse HTTP/1.1',
    );
    expect(request?.head).toContain(`x-goog-api-key: ${key}`);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ contents: [{ role: 'user' }, {}, {}] });
  });

  test('that comes byte by byte gives the same words', async () => {
    const server = await serve((socket) => {
      socket.setNoDelay(true);
      socket.write(streamHead);
      for (const byte of recorded('gemini')) socket.write(Buffer.from([byte]));
      socket.end();
    });
    expect((await hear(providerAt(server.url).stream(exampleRequest, never))).text).toBe(text);
  });
});

test('a model id cannot lead to another address', async () => {
  const server = await serve((socket) => void socket.end(streamHead + reason('STOP')));
  await hear(providerAt(server.url).stream({ ...exampleRequest, model: 'models/../a?b#c' }, never));
  expect(server.requests[0]?.head).toContain('POST /v1beta/models/..%2Fa%3Fb%23c:streamGenerateContent?');
});

const begin = streamHead + word('One ') + word('two');

testOutcomes('gemini', [
  ...[
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['PROHIBITED_CONTENT', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['OTHER', 'other'],
    ['A_REASON_OF_TOMORROW', 'other'],
  ].map(([finishReason = '', ends = '']) => ({
    name: `the finish reason ${finishReason}`,
    respond: (socket: { end: (text: string) => void }) => socket.end(begin + reason(finishReason)),
    text: 'One two',
    ends,
  })),
  {
    name: 'a finish reason in the other spelling',
    respond: (socket) => void socket.end(begin + event({ candidates: [{ finish_reason: 'stop' }] })),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a server that hangs after the finish reason',
    respond: (socket) => void socket.write(begin + reason('STOP')),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a request that was blocked',
    respond: (socket) =>
      void socket.end(streamHead + event({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } })),
    text: '',
    ends: 'content-filter',
  },
  {
    name: 'fields, parts and candidates that nobody asked for',
    respond: (socket) =>
      void socket.end(
        streamHead +
          event({ mood: 'dry' }) +
          event({ candidates: [{ index: 1, content: { parts: [{ text: 'no' }] } }] }) +
          event({
            candidates: [
              {
                content: {
                  parts: [{ inlineData: { data: 'AAAA' } }, { text: 'One ' }, { functionCall: {} }],
                },
              },
            ],
            usageMetadata: 'many',
          }) +
          event({ candidates: [{ finishReason: 'FINISH_REASON_UNSPECIFIED' }] }) +
          word('two') +
          reason('STOP'),
      ),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'words that are no text',
    respond: (socket) =>
      void socket.write(begin + event({ candidates: [{ content: { parts: [{ text: 42 }] } }] })),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a limit within the stream, with a time to wait',
    respond: (socket) =>
      void socket.write(
        `${begin}data: ${errorBody(429, 'RESOURCE_EXHAUSTED', 'Quota.', [quota, retryInfo])}\n\n`,
      ),
    text: 'One two',
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 34_070,
  },
  {
    name: 'a bad request in a list',
    respond: (socket) =>
      void socket.end(answer(400, `[${errorBody(400, 'INVALID_ARGUMENT', 'Unknown name "x".')}]`)),
    ends: 'request-refused',
    retryable: false,
    detail: /Unknown name "x"/,
  },
  {
    name: 'a refused key, which the vendor calls a bad request',
    respond: (socket) =>
      void socket.end(
        answer(
          400,
          errorBody(400, 'INVALID_ARGUMENT', `API key not valid. Please pass a valid API key. ${key}`),
        ),
      ),
    ends: 'key-refused',
    retryable: false,
    detail: /^Gemini refused this key\. .*\[key\]/,
  },
  {
    name: 'a limit with a time to wait in its details',
    respond: (socket) =>
      void socket.end(answer(429, errorBody(429, 'RESOURCE_EXHAUSTED', 'Quota.', [quota, retryInfo]))),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 34_070,
  },
  {
    name: 'a limit with seconds to wait in its head',
    respond: (socket) =>
      void socket.end(
        answer(429, errorBody(429, 'RESOURCE_EXHAUSTED', 'Quota.', [retryInfo]), { 'retry-after': '7' }),
      ),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 7_000,
  },
  {
    name: 'an overloaded server with its words',
    respond: (socket) => void socket.end(answer(503, errorBody(503, 'UNAVAILABLE', 'Overloaded.'))),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a deadline',
    respond: (socket) => void socket.end(answer(504, errorBody(504, 'DEADLINE_EXCEEDED', 'Too late.'))),
    ends: 'timeout',
    retryable: true,
  },
]);

test('an answer that is no longer wanted closes its socket at once and throws the reason', async () => {
  const server = await serve((socket) => void socket.write(begin));
  const cancel = new AbortController();
  const why = new Error('the director paused');
  const provider = providerAt(server.url, { limits: patient });
  const heard = await hear(provider.stream(exampleRequest, cancel.signal), ({ type }) => {
    if (type === 'text') cancel.abort(why);
  });
  expect(heard.error).toBe(why);
  expect(await Promise.race([server.hungUp(), sleep(1_000, 'still open')])).toBeUndefined();
});

test("another maker's idea of the protocol is spoken: words, thoughts, counts and errors", async () => {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  mock.onMessage(/Since when/, {
    content: 'Since Tuesday, at the latest.',
    reasoning: 'It was Tuesday.',
    usage: { promptTokenCount: 31, candidatesTokenCount: 8, totalTokenCount: 39 },
  });
  await mock.start();
  onClose(() => mock.stop());
  const provider = providerAt(mock.url);
  const request = { ...exampleRequest, model: 'gemini-3.8-flash' };
  const heard = await hear(provider.stream(request, never));
  expect(heard.error).toBeUndefined();
  expect(heard.text).toBe('Since Tuesday, at the latest.');
  expect(heard.reasoning).toBe('It was Tuesday.');
  expect(heard.parts.at(-1)).toMatchObject({
    reason: 'stop',
    usage: { inputTokens: 31, outputTokens: 8 },
  });
  mock.nextRequestError(503, { message: 'Overloaded', type: 'UNAVAILABLE' });
  const refused = await hear(provider.stream(request, never));
  expect(refused.error).toMatchObject({ problem: 'overloaded', retryable: true });
});

describe('the list of models', () => {
  const list = async (body: string, status = 200) => {
    const server = await serve((socket) => void socket.end(answer(status, body)));
    const models = await providerAt(server.url, { limits: patient }).models(never);
    return { models, head: server.requests[0]?.head };
  };

  test('has names and context of the models that can answer', async () => {
    const { models, head } = await list(
      JSON.stringify({
        models: [
          {
            name: 'models/gemini-3.8-flash',
            displayName: 'Gemini 3.8 Flash',
            inputTokenLimit: 1_048_576,
            supportedGenerationMethods: ['generateContent', 'countTokens'],
          },
          { name: 'models/gemini-embedding-001', supportedGenerationMethods: ['embedContent'] },
          { name: 'gemma-3-27b-it', inputTokenLimit: 'many' },
          { displayName: 'without a name' },
        ],
      }),
    );
    expect(models).toEqual([
      { id: 'gemini-3.8-flash', name: 'Gemini 3.8 Flash', contextTokens: 1_048_576, vision: true },
      { id: 'gemma-3-27b-it' },
    ]);
    expect(head).toContain('GET /v1beta/models?pageSize=1000 HTTP/1.1');
    expect(head).toContain(`x-goog-api-key: ${key}`);
  });

  test('may be empty', async () => {
    expect((await list('{}')).models).toEqual([]);
  });

  test.each([
    ['a web page', '<html></html>', 200, 'garbled'],
    ['another object', '{"models":1}', 200, 'garbled'],
    ['a refused key', errorBody(400, 'INVALID_ARGUMENT', 'API key not valid.'), 400, 'key-refused'],
  ])('that is %s is a typed failure', async (_, body, status, problem) => {
    await expect(list(body, status)).rejects.toMatchObject({ name: 'ProviderError', problem });
  });
});
