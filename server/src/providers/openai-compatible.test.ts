import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import { Agent } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { guardedAgent } from '../egress/guarded-agent.ts';
import { exampleRequest } from './__fixtures__/example-request.ts';
import {
  answer,
  chunkedHead,
  doneEvent,
  httpChunk,
  rawServer,
  recorded,
  stopEvent,
  streamHead,
  word,
} from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, limits, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';
import type { CallOutcome } from './streamed-answer.ts';
import { vendorProvider } from './vendor-provider.ts';
import { vendors } from './vendors.ts';

const { serve, providerAt, onClose, clear } = vendorStage('openai');

afterEach(clear);

describe('recorded streams', () => {
  test.each([
    {
      vendor: 'openai',
      text: 'You call that an argument, Brutus? I call it a naïve hope.',
      reasoning: '',
      usage: { inputTokens: 412, outputTokens: 15, cachedInputTokens: 0 },
    },
    {
      vendor: 'deepseek',
      text: 'Then we agree on nothing, and that is a start.',
      reasoning: 'She just said the opposite. Answer short.',
      usage: { inputTokens: 388, outputTokens: 31, cachedInputTokens: 320 },
    },
    {
      vendor: 'openrouter',
      text: 'No one asked the\n\nhorse.',
      reasoning: 'A dry answer fits.',
      usage: { inputTokens: 501, outputTokens: 22, cachedInputTokens: 0, billed: 0.001833 },
    },
    {
      vendor: 'lmstudio',
      text: 'Grandmother would have laughed.',
      reasoning: '',
      usage: { inputTokens: 233, outputTokens: 7 },
    },
  ] as const)('$vendor speaks, counts and finishes', async ({ vendor, text, reasoning, usage }) => {
    const server = await serve((socket) => {
      socket.end(Buffer.concat([Buffer.from(streamHead), recorded(vendor)]));
    });
    const heard = await hear(providerAt(server.url, { kind: vendor }).stream(exampleRequest, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe(text);
    expect(heard.reasoning).toBe(reasoning);
    expect(heard.parts[0]).toEqual({ type: 'start', brain: { kind: vendor, model: 'some-model' } });
    expect(heard.parts.at(-1)).toEqual({ type: 'finish', reason: 'stop', usage });
    expect(heard.parts.filter(({ type }) => type === 'finish')).toHaveLength(1);
  });

  test('a stream that comes byte by byte gives the same words', async () => {
    const server = await serve(async (socket) => {
      socket.setNoDelay(true);
      socket.write(streamHead);
      for (const byte of recorded('openai')) socket.write(Buffer.from([byte]));
      socket.end();
    });
    const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
    expect(heard.text).toBe('You call that an argument, Brutus? I call it a naïve hope.');
  });
});

const errorBody = (message: string, code: string | number | null = null) =>
  JSON.stringify({ error: { message, type: 'some_type', param: null, code } });
const begin = streamHead + word('One ') + word('two');

testOutcomes('openai', [
  {
    name: 'an answer with its marker but without [DONE]',
    respond: (socket) => void socket.end(begin + stopEvent),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'an answer that ends by [DONE] alone',
    respond: (socket) => void socket.end(begin + doneEvent),
    text: 'One two',
    ends: 'other',
  },
  {
    name: 'a last line without a line end',
    respond: (socket) => void socket.end(`${begin}data: [DONE]`),
    text: 'One two',
    ends: 'other',
  },
  {
    name: "Gemini's spelling of the finish reason",
    respond: (socket) =>
      void socket.end(`${begin}data: {"choices":[{"delta":{},"finishReason":"MAX_TOKENS"}]}\n\n`),
    text: 'One two',
    ends: 'length',
  },
  {
    name: 'the last event and [DONE] twice',
    respond: (socket) =>
      void socket.end(
        `${begin}${'data: {"choices":[{"index":0,"delta":{"content":"."},"finish_reason":"stop"}]}\n\n'.repeat(2)}${doneEvent.repeat(2)}`,
      ),
    text: 'One two.',
    ends: 'stop',
  },
  {
    name: 'a server that hangs after the finish reason',
    respond: (socket) => void socket.write(begin + stopEvent),
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'a reset after the finish reason',
    respond: async (socket) => {
      socket.write(chunkedHead + httpChunk(word('One two') + stopEvent));
      await sleep(50);
      socket.resetAndDestroy();
    },
    text: 'One two',
    ends: 'stop',
  },
  {
    name: 'fields and events that nobody knows',
    respond: (socket) =>
      void socket.end(
        `${streamHead}data: {"type":"ping"}\n\ndata: {"choices":[{"index":1,"delta":{"content":"no"}}]}\n\n${word('Yes')}${stopEvent}`,
      ),
    text: 'Yes',
    ends: 'stop',
  },
  {
    name: 'an empty account',
    respond: (socket) => void socket.end(answer(402, errorBody('Insufficient Balance'))),
    ends: 'no-credit',
    retryable: false,
  },
  {
    name: 'a bad request',
    respond: (socket) => void socket.end(answer(400, errorBody('Unsupported value: stop'))),
    ends: 'request-refused',
    retryable: false,
    detail: /Unsupported value: stop/,
  },
  {
    name: 'an error with the status of success',
    respond: (socket) => void socket.end(answer(200, '{"error":{"message":"busy","code":503}}')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'an error within the stream by its code',
    respond: (socket) => void socket.write(`${begin}data: ${errorBody('Upstream is down', 502)}\n\n`),
    text: 'One two',
    ends: 'failing',
    retryable: true,
    detail: /Upstream is down/,
  },
  {
    name: 'an error within the stream by its words',
    respond: (socket) => void socket.write(`${begin}event: error\ndata: {"error":"rate_limit_exceeded"}\n\n`),
    text: 'One two',
    ends: 'rate-limited',
    retryable: true,
  },
  {
    name: 'a vendor that gives up by its finish reason',
    respond: (socket) =>
      void socket.write(
        `${begin}data: {"choices":[{"index":0,"delta":{},"finish_reason":"insufficient_system_resource"}]}\n\n`,
      ),
    text: 'One two',
    ends: 'overloaded',
    retryable: true,
  },
]);

describe('an answer', () => {
  test('that is slow but alive is not cut', async () => {
    const server = await serve(async (socket) => {
      socket.write(streamHead);
      for (const text of ['much', ' too', ' slow', ' for', ' us', ' but', ' alive']) {
        await sleep(100);
        socket.write(`: still here\n\n`);
        await sleep(100);
        socket.write(word(text));
      }
      socket.end(stopEvent);
    });
    const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe('much too slow for us but alive');
  });

  test('without an end is ended by the limit on the whole', async () => {
    const server = await serve(async (socket) => {
      socket.write(streamHead);
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

  test('that is no longer wanted closes its socket at once and throws the reason', async () => {
    const server = await serve((socket) => void socket.write(begin));
    const cancel = new AbortController();
    const reason = new Error('the director paused');
    const reports: CallOutcome[] = [];
    const report = (outcome: CallOutcome) => reports.push(outcome);
    const provider = providerAt(server.url, { limits: patient, report });
    const heard = await hear(provider.stream(exampleRequest, cancel.signal), ({ type }) => {
      if (type === 'text') cancel.abort(reason);
    });
    expect(heard.error).toBe(reason);
    expect(await Promise.race([server.hungUp(), sleep(1_000, 'still open')])).toBeUndefined();
    expect(reports).toEqual([]);
  });

  test('that is cancelled before the server answers throws the reason', async () => {
    const server = await serve(() => {});
    const reason = new Error('enough');
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(reason), 50);
    const provider = providerAt(server.url, { limits: patient });
    const heard = await hear(provider.stream(exampleRequest, cancel.signal));
    expect(heard.error).toBe(reason);
    expect(await Promise.race([server.hungUp(), sleep(1_000, 'still open')])).toBeUndefined();
  });

  test('that is cancelled before it is asked for makes no call', async () => {
    const server = await serve(() => {});
    const reason = new Error('too late');
    const heard = await hear(providerAt(server.url).stream(exampleRequest, AbortSignal.abort(reason)));
    expect(heard.error).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test('that its reader leaves closes its socket', async () => {
    const server = await serve((socket) => void socket.write(begin));
    const provider = providerAt(server.url, { limits: patient });
    for await (const part of provider.stream(exampleRequest, never)) {
      if (part.type === 'text') break;
    }
    expect(await Promise.race([server.hungUp(), sleep(1_000, 'still open')])).toBeUndefined();
  });

  test('that its reader does not keep up with waits in the socket', async () => {
    const events = 1_900;
    let sent = 0;
    const event = word('x'.repeat(8_000));
    const server = await serve(async (socket) => {
      socket.write(streamHead);
      for (; sent < events; sent += 1) {
        if (!socket.write(event)) await new Promise((resolve) => socket.once('drain', resolve));
      }
      socket.end(stopEvent);
    });
    const parts = providerAt(server.url, { limits: patient }).stream(exampleRequest, never);
    const iterator = parts[Symbol.asyncIterator]();
    await iterator.next();
    await sleep(1_500);
    const sentUntilFull = sent;
    await sleep(300);
    expect(sent).toBe(sentUntilFull);
    expect(sent).toBeLessThan(events);
    const heard = await hear({ [Symbol.asyncIterator]: () => iterator });
    expect(heard.error).toBeUndefined();
    expect(heard.text).toHaveLength(events * 8_000);
  });

  test('leaves its socket to the next one, and nothing at the signal', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((socket) => {
      ports.add(socket.remotePort);
      socket.write(`${chunkedHead}${httpChunk(word('Hi') + stopEvent + doneEvent)}0\r\n\r\n`);
    });
    const provider = providerAt(server.url);
    const { signal } = new AbortController();
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await hear(provider.stream(exampleRequest, signal))).text).toBe('Hi');
      await sleep(20);
    }
    expect(ports.size).toBe(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('of a server that is not there says where nothing answers', async () => {
    const server = await rawServer(() => {});
    await server.close();
    const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
    expect(heard.error).toMatchObject({ problem: 'unreachable', retryable: true });
    expect(String(heard.error)).toContain(`127.0.0.1:${server.port}`);
  });

  test('of a host that the guard does not let through is blocked', async () => {
    const server = await serve((socket) => void socket.end(begin + stopEvent));
    const dispatcher = guardedAgent({ allowed: new Set() });
    onClose(() => dispatcher.destroy());
    const { name, protocol } = vendors.ollama;
    const provider = vendorProvider({ kind: 'ollama', name, baseUrl: server.url, dispatcher, protocol });
    const heard = await hear(provider.stream(exampleRequest, never));
    expect(heard.error).toMatchObject({ problem: 'blocked', retryable: false });
    await expect(provider.models(never)).rejects.toMatchObject({ problem: 'blocked' });
    expect(server.requests).toEqual([]);
  });

  test('that is cancelled while its connection is being opened throws the reason at once', async () => {
    const dispatcher = guardedAgent({ allowed: new Set(), lookup: () => {} });
    onClose(() => dispatcher.destroy());
    const { name, protocol } = vendors.openai;
    const provider = vendorProvider({
      kind: 'openai',
      name,
      baseUrl: 'http://slow.test',
      dispatcher,
      protocol,
    });
    const reason = new Error('never mind');
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(reason), 50);
    const startedAt = performance.now();
    const heard = await hear(provider.stream(exampleRequest, cancel.signal));
    expect(heard.error).toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('keeps a key with characters that no header may have out of the wire and of the error', async () => {
    const dispatcher = new Agent();
    onClose(() => dispatcher.destroy());
    const provider = vendorProvider({
      kind: 'openai',
      name: 'OpenAI',
      baseUrl: 'http://127.0.0.1:9/v1',
      apiKey: 'sk-secret\nx-evil: 1',
      dispatcher,
      protocol: vendors.openai.protocol,
    });
    const heard = await hear(provider.stream(exampleRequest, never));
    expect(heard.error).toMatchObject({ problem: 'request-refused' });
    expect(String(heard.error)).not.toContain('sk-secret');
  });
});

describe("another maker's idea of the protocol", () => {
  test('is spoken: words, token counts and errors', async () => {
    const mock = new LLMock({ port: 0, logLevel: 'silent' });
    mock.onMessage(/Since when/, {
      content: 'Since Tuesday, at the latest.',
      reasoning: 'It was Tuesday.',
      usage: { prompt_tokens: 31, completion_tokens: 8, total_tokens: 39 },
    });
    await mock.start();
    onClose(() => mock.stop());
    const provider = providerAt(`${mock.url}/v1`, { kind: 'openai' });
    const heard = await hear(provider.stream(exampleRequest, never));
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe('Since Tuesday, at the latest.');
    expect(heard.parts.at(-1)).toEqual({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 31, outputTokens: 8 },
    });
    mock.nextRequestError(429, { message: 'Rate limit reached', type: 'rate_limit_error' });
    const refused = await hear(provider.stream(exampleRequest, never));
    expect(refused.error).toMatchObject({ problem: 'rate-limited', retryable: true });
    expect((await provider.models(never)).length).toBeGreaterThan(0);
  });
});

describe('the list of models', () => {
  const list = async (body: string, status = 200) => {
    const server = await serve((socket) => void socket.end(answer(status, body)));
    return providerAt(server.url, { kind: 'openrouter', limits: patient }).models(never);
  };

  test('has context, prices for a million tokens and vision where the vendor says them', async () => {
    const models = await list(
      JSON.stringify({
        data: [
          {
            id: 'anthropic/claude-sonnet-4.5',
            name: 'Anthropic: Claude Sonnet 4.5',
            context_length: 1_000_000,
            architecture: { input_modalities: ['text', 'image'] },
            pricing: { prompt: '0.000003', completion: '0.000015', image: '0.0048' },
          },
          { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' }, context_length: null },
          { id: 'qwen2.5', max_model_len: 32_768 },
          { name: 'without an id' },
        ],
      }),
    );
    expect(models).toEqual([
      {
        id: 'anthropic/claude-sonnet-4.5',
        name: 'Anthropic: Claude Sonnet 4.5',
        contextTokens: 1_000_000,
        inputPrice: 3,
        outputPrice: 15,
        vision: true,
      },
      { id: 'openrouter/auto' },
      { id: 'qwen2.5', contextTokens: 32_768 },
    ]);
  });

  test.each([
    ['Ollama without a model', '{"object":"list","data":null}', []],
    ['a bare list', '[{"id":"a"}]', [{ id: 'a' }]],
  ])('may be %s', async (_, body, models) => {
    expect(await list(body)).toEqual(models);
  });

  test.each([
    ['a web page', '<html></html>', 200, 'garbled'],
    ['another object', '{"models":1}', 200, 'garbled'],
    ['a refused key', '{"error":{"message":"no"}}', 401, 'key-refused'],
    ['more than 8 MB', `["${'x'.repeat(8_400_000)}"]`, 200, 'garbled'],
  ])('that is %s is a typed failure', async (_, body, status, problem) => {
    await expect(list(body, status)).rejects.toMatchObject({ name: 'ProviderError', problem });
  });

  test('of a server that does not answer gives up', async () => {
    const server = await serve(() => {});
    await expect(providerAt(server.url).models(never)).rejects.toMatchObject({ problem: 'timeout' });
  });
});
