import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, recorded, streamHead } from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, key, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';

const { serve, providerAt, onClose, clear } = vendorStage('anthropic');

afterEach(clear);

function event(data: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
const word = (text: string) =>
  event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
const reason = (stop_reason: string) =>
  event({ type: 'message_delta', delta: { stop_reason }, usage: { output_tokens: 3 } });
const stop = event({ type: 'message_stop' });
const errorBody = (type: string, message: string) =>
  JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_011' });

describe('a recorded stream', () => {
  const text = 'Since the café closed — you had the 🗝️.';

  test('speaks, thinks apart, counts with its cache and finishes', async () => {
    const server = await serve((socket) => {
      socket.end(Buffer.concat([Buffer.from(streamHead), recorded('anthropic')]));
    });
    const model = 'claude-sonnet-4-6';
    const heard = await hear(providerAt(server.url).stream({ ...exampleRequest, model }, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe(text);
    expect(heard.reasoning).toBe('He wants a date. Give him the café.');
    expect(heard.parts[0]).toEqual({ type: 'start', brain: { kind: 'anthropic', model } });
    expect(heard.parts.at(-1)).toEqual({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 1503, outputTokens: 29, cachedInputTokens: 1408, cacheWriteTokens: 34 },
    });
    const [request] = server.requests;
    expect(request?.head).toContain('POST /v1/messages HTTP/1.1');
    expect(request?.head).toContain(`x-api-key: ${key}`);
    expect(request?.head).toContain('anthropic-version: 2023-06-01');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model, stream: true, max_tokens: 120 });
  });

  test('that comes byte by byte gives the same words', async () => {
    const server = await serve((socket) => {
      socket.setNoDelay(true);
      socket.write(streamHead);
      for (const byte of recorded('anthropic')) socket.write(Buffer.from([byte]));
      socket.end();
    });
    expect((await hear(providerAt(server.url).stream(exampleRequest, never))).text).toBe(text);
  });

  test('that is cut anywhere before its last event is never finished', async () => {
    const whole = recorded('anthropic');
    const end = whole.lastIndexOf('event: message_stop');
    for (const length of [10, 500, 900, 1_700, end - 1, end + 20]) {
      const server = await serve((socket) => {
        socket.end(Buffer.concat([Buffer.from(streamHead), whole.subarray(0, length)]));
      });
      const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
      expect(heard.error, `after ${length} bytes`).toMatchObject({ problem: 'cut', retryable: true });
      expect(text.startsWith(heard.text)).toBe(true);
    }
  });
});

const begin = streamHead + word('One ') + word('two');

testOutcomes('anthropic', [
  ...[
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['refusal', 'content-filter'],
    ['pause_turn', 'other'],
    ['a_reason_of_tomorrow', 'other'],
  ].map(([stopReason = '', ends = '']) => ({
    name: `the stop reason ${stopReason}`,
    respond: (socket: { end: (text: string) => void }) => socket.end(begin + reason(stopReason) + stop),
    text: 'One two',
    ends,
  })),
  {
    name: 'an end without a reason',
    respond: (socket) => void socket.end(begin + stop),
    text: 'One two',
    ends: 'other',
  },
  {
    name: 'a server that hangs after the last event',
    respond: (socket) => void socket.write(begin + reason('end_turn') + stop),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a reset after the last event',
    respond: async (socket) => {
      socket.write(begin + reason('end_turn') + stop);
      await sleep(50);
      socket.resetAndDestroy();
    },
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'events, blocks and deltas of tomorrow',
    respond: (socket) =>
      void socket.end(
        streamHead +
          event({ type: 'mood_changed', text: 'no' }) +
          event({ type: 'content_block_start', index: 0, content_block: { type: 'song', text: 'no' } }) +
          event({ type: 'content_block_delta', index: 0, delta: { type: 'song_delta', text: 'no' } }) +
          event({ type: 'content_block_start', index: 1, content_block: { type: 'text', text: 'One ' } }) +
          word('two') +
          event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: 'many' }) +
          stop,
      ),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a reason without an end',
    respond: (socket) => void socket.end(begin + reason('end_turn')),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'words that are no text',
    respond: (socket) =>
      void socket.write(
        begin + event({ type: 'content_block_delta', delta: { type: 'text_delta', text: 42 } }),
      ),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a limit within the stream',
    respond: (socket) => void socket.write(`${begin}data: ${errorBody('rate_limit_error', 'Slow')}\n\n`),
    text: 'One two',
    ends: 'rate-limited',
    retryable: true,
  },
  {
    name: 'an error within the stream that says nothing',
    respond: (socket) => void socket.write(`${begin}data: {"type":"error"}\n\n`),
    text: 'One two',
    ends: 'failing',
    retryable: true,
  },
  {
    name: 'a request that is too large',
    respond: (socket) => void socket.end(answer(413, errorBody('request_too_large', 'Too large'))),
    ends: 'context-too-long',
    retryable: false,
  },
  {
    name: 'a bad request',
    respond: (socket) =>
      void socket.end(answer(400, errorBody('invalid_request_error', 'temperature is deprecated'))),
    ends: 'request-refused',
    retryable: false,
    detail: /temperature is deprecated/,
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
    usage: { input_tokens: 31, output_tokens: 8 },
  });
  await mock.start();
  onClose(() => mock.stop());
  const provider = providerAt(mock.url);
  const request = { ...exampleRequest, model: 'claude-opus-4-6' };
  const heard = await hear(provider.stream(request, never));
  expect(heard.error).toBeUndefined();
  expect(heard.text).toBe('Since Tuesday, at the latest.');
  expect(heard.reasoning).toBe('It was Tuesday.');
  expect(heard.parts.at(-1)).toMatchObject({
    reason: 'stop',
    usage: { inputTokens: 31, outputTokens: 8 },
  });
  mock.nextRequestError(529, { message: 'Overloaded', type: 'overloaded_error' });
  const refused = await hear(provider.stream(request, never));
  expect(refused.error).toMatchObject({ problem: 'overloaded', retryable: true });
});

describe('the list of models', () => {
  const list = async (body: string, status = 200) => {
    const server = await serve((socket) => void socket.end(answer(status, body)));
    const models = await providerAt(server.url, { limits: patient }).models(never);
    return { models, head: server.requests[0]?.head };
  };

  test('has names, context and sight, without what is retired', async () => {
    const { models, head } = await list(
      JSON.stringify({
        data: [
          {
            type: 'model',
            id: 'claude-opus-5-5',
            display_name: 'Claude Opus 5.5',
            created_at: '2026-09-22T00:00:00Z',
            lifecycle: 'active',
            max_input_tokens: 1_000_000,
            capabilities: { image_input: { supported: true } },
          },
          { type: 'model', id: 'claude-haiku-4-5', max_input_tokens: null, capabilities: null },
          { type: 'model', id: 'claude-3-opus', lifecycle: 'retired' },
          { type: 'model' },
        ],
        has_more: false,
      }),
    );
    expect(models).toEqual([
      { id: 'claude-opus-5-5', name: 'Claude Opus 5.5', contextTokens: 1_000_000, vision: true },
      { id: 'claude-haiku-4-5', contextTokens: 200_000, vision: true },
    ]);
    expect(head).toContain('GET /v1/models?limit=1000 HTTP/1.1');
    expect(head).toContain(`x-api-key: ${key}`);
  });

  test.each([
    ['a web page', '<html></html>', 200, 'garbled'],
    ['another object', '{"data":1}', 200, 'garbled'],
    ['a refused key', errorBody('authentication_error', 'invalid x-api-key'), 401, 'key-refused'],
  ])('that is %s is a typed failure', async (_, body, status, problem) => {
    await expect(list(body, status)).rejects.toMatchObject({ name: 'ProviderError', problem });
  });
});
