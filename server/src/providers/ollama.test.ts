import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, chunkedHead, httpChunk, linesHead, recorded } from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, key, limits, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';
import { wireFaults } from './__fixtures__/wire-faults.ts';

const { serve, providerAt, onClose, clear } = vendorStage('ollama');

afterEach(clear);

const line = (data: unknown) => `${JSON.stringify(data)}\n`;
const word = (content: string) =>
  line({ model: 'some-model', message: { role: 'assistant', content }, done: false });
const end = (done_reason?: string) =>
  line({
    message: { role: 'assistant', content: '' },
    done: true,
    done_reason,
    prompt_eval_count: 7,
    eval_count: 2,
  });
const errorBody = (error: string) => JSON.stringify({ error });

describe('a recorded stream', () => {
  const text = 'Wait — you kept the receipt? 🧾';
  const head = Buffer.from(linesHead);

  test('speaks, thinks apart, counts and finishes', async () => {
    const server = await serve((socket) => void socket.end(Buffer.concat([head, recorded('ollama')])));
    const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe(text);
    expect(heard.reasoning).toBe('Hm');
    expect(heard.parts[0]).toEqual({ type: 'start', brain: { kind: 'ollama', model: 'some-model' } });
    expect(heard.parts.at(-1)).toEqual({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 197, outputTokens: 11 },
    });
    const [request] = server.requests;
    expect(request?.head).toContain('POST /api/chat HTTP/1.1');
    expect(request?.head).toContain('accept: application/x-ndjson');
    expect(request?.head).toContain(`authorization: Bearer ${key}`);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ model: 'some-model', stream: true });
  });

  test('that comes byte by byte gives the same words', async () => {
    const server = await serve((socket) => {
      socket.setNoDelay(true);
      socket.write(head);
      for (const byte of recorded('ollama')) socket.write(Buffer.from([byte]));
      socket.end();
    });
    expect((await hear(providerAt(server.url).stream(exampleRequest, never))).text).toBe(text);
  });

  test('that is cut anywhere before its last line is never finished', async () => {
    const whole = recorded('ollama');
    const lastLine = whole.lastIndexOf('{"model"');
    for (const length of [10, 200, 500, 900, lastLine - 1, lastLine, lastLine + 60, whole.length - 3]) {
      const server = await serve(
        (socket) => void socket.end(Buffer.concat([head, whole.subarray(0, length)])),
      );
      const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
      expect(heard.error, `after ${length} bytes`).toMatchObject({ problem: 'cut', retryable: true });
      expect(text.startsWith(heard.text)).toBe(true);
    }
  });
});

const begin = linesHead + word('One ') + word('two');
const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

testOutcomes('ollama', [
  ...wireFaults(word('One two'), 'lines'),
  ...[
    ['stop', 'stop'],
    ['length', 'length'],
    ['unload', 'other'],
    ['a_reason_of_tomorrow', 'other'],
    [undefined, 'stop'],
  ].map(([reason, ends = '']) => ({
    name: `the reason ${reason}`,
    respond: (socket: { end: (text: string) => void }) => socket.end(begin + end(reason)),
    text: 'One two',
    ends,
  })),
  {
    name: 'a last line without a line end',
    respond: (socket) => void socket.end((begin + end('stop')).trimEnd()),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'the last line twice',
    respond: (socket) =>
      void socket.end(
        begin + line({ message: { content: '.' }, done: true, done_reason: 'stop' }).repeat(2) + word('no'),
      ),
    text: 'One two.',
    ends: 'stop',
  },
  {
    name: 'a server that hangs after its last line',
    respond: (socket) => void socket.write(begin + end('stop')),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a reset after its last line',
    respond: async (socket) => {
      socket.write(
        chunkedHead.replace('text/event-stream', 'application/x-ndjson') +
          httpChunk(word('One two') + end('stop')),
      );
      await sleep(50);
      socket.resetAndDestroy();
    },
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'blank lines and fields that nobody knows',
    respond: (socket) =>
      void socket.end(
        `${linesHead}\n\n${line({ status: 'loading' })}${line({ message: { tool_calls: [] }, mood: 1 })}${word('Yes')}${end('stop')}`,
      ),
    text: 'Yes',
    ends: 'stop',
  },
  {
    name: 'words that are no text',
    respond: (socket) => void socket.write(begin + line({ message: { content: 42 }, done: false })),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'an event of another framing',
    respond: (socket) => void socket.write(`${begin}data: ${word('three')}`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'an error within the stream',
    respond: (socket) =>
      void socket.write(begin + line({ error: 'an error was encountered while running the model' })),
    text: 'One two',
    ends: 'failing',
    retryable: true,
    detail: /while running the model/,
  },
  {
    name: 'an error within the stream by its words',
    respond: (socket) => void socket.write(begin + line({ error: 'server is busy, too many requests' })),
    text: 'One two',
    ends: 'rate-limited',
    retryable: true,
  },
  {
    name: 'a key that a proxy refuses',
    respond: (socket) => void socket.end(answer(401, errorBody(`unauthorized: ${key}`))),
    ends: 'key-refused',
    retryable: false,
    detail: /^Ollama refused this key\. .*\[key\]/,
  },
  {
    name: 'a forbidden model',
    respond: (socket) => void socket.end(answer(403, errorBody('this model requires a subscription'))),
    ends: 'forbidden',
    retryable: false,
  },
  {
    name: 'an unknown model',
    respond: (socket) => void socket.end(answer(404, errorBody("model 'some-model' not found"))),
    ends: 'model-missing',
    retryable: false,
    detail: /no model called some-model/,
  },
  {
    name: 'a prompt that is too long',
    respond: (socket) =>
      void socket.end(answer(400, errorBody('the input length exceeds the context length'))),
    ends: 'context-too-long',
    retryable: false,
  },
  {
    name: 'a prompt that is too long for the runner below',
    respond: (socket) =>
      void socket.end(
        answer(
          400,
          errorBody(
            'request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it',
          ),
        ),
      ),
    ends: 'context-too-long',
    retryable: false,
  },
  {
    name: 'a model that does not think',
    respond: (socket) => void socket.end(answer(400, errorBody('"some-model" does not support thinking'))),
    ends: 'request-refused',
    retryable: false,
    detail: /does not support thinking/,
  },
  {
    name: 'a limit with seconds to wait',
    respond: (socket) => void socket.end(answer(429, errorBody('slow down'), { 'retry-after': '7' })),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 7_000,
  },
  {
    name: 'a limit with a date to wait for',
    respond: (socket) =>
      void socket.end(
        answer(429, errorBody('slow down'), { 'retry-after': date.replace(':28:00', ':28:12'), date }),
      ),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 12_000,
  },
  {
    name: 'a model that does not fit into memory',
    respond: (socket) =>
      void socket.end(
        answer(500, errorBody('model requires more system memory (5.6 GiB) than is available (3.1 GiB)')),
      ),
    ends: 'failing',
    retryable: true,
    detail: /more system memory/,
  },
  {
    name: 'a full queue',
    respond: (socket) =>
      void socket.end(
        answer(503, errorBody('server busy, please try again.  maximum pending requests exceeded')),
      ),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'an error with the status of success',
    respond: (socket) => void socket.end(answer(200, errorBody('llama runner process has terminated'))),
    ends: 'failing',
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

test('an answer without an end is ended by the limit on the whole', async () => {
  const server = await serve(async (socket) => {
    socket.write(linesHead);
    while (!socket.destroyed) {
      socket.write(word('again '));
      await sleep(10);
    }
  });
  const provider = providerAt(server.url, { limits: { ...limits, totalMs: 250 } });
  const heard = await hear(provider.stream(exampleRequest, never));
  expect(heard.error).toMatchObject({ problem: 'timeout', retryable: true });
  expect(heard.text).toContain('again again');
});

test("another maker's idea of the protocol is spoken: words, thoughts, the end and errors", async () => {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  mock.onMessage(/Since when/, {
    content: 'Since Tuesday, at the latest.',
    reasoning: 'It was Tuesday.',
  });
  await mock.start();
  onClose(() => mock.stop());
  const provider = providerAt(`${mock.url}/v1`);
  const heard = await hear(provider.stream(exampleRequest, never));
  expect(heard.error).toBeUndefined();
  expect(heard.text).toBe('Since Tuesday, at the latest.');
  expect(heard.reasoning).toBe('It was Tuesday.');
  expect(heard.parts.at(-1)).toMatchObject({ reason: 'stop' });
  mock.nextRequestError(503, { message: 'Overloaded', type: 'server_error' });
  const refused = await hear(provider.stream(exampleRequest, never));
  expect(refused.error).toMatchObject({ problem: 'overloaded', retryable: true });
  expect((await provider.models(never)).length).toBeGreaterThan(0);
});
