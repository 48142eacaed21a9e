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
  type RawServer,
  recorded,
  stopEvent,
  streamHead,
  word,
} from './__fixtures__/raw-server.ts';
import type { CallOutcome } from './chat-answer.ts';
import type { CallLimits } from './limits.ts';
import { openAiCompatible } from './openai-compatible.ts';
import { type Part, type Provider, ProviderError } from './provider.ts';
import { type ChatKind, vendors } from './vendors.ts';

const key = 'sk-test-4f9a8b7c6d5e';
const closing: (() => Promise<unknown>)[] = [];
const never = new AbortController().signal;
/** Long enough that no limit closes a socket in place of the code under test. */
const patient: CallLimits = {
  headersMs: 15_000,
  idleMs: 15_000,
  totalMs: 15_000,
  tailMs: 15_000,
  modelsMs: 15_000,
};
const limits: CallLimits = { headersMs: 300, idleMs: 300, totalMs: 5_000, tailMs: 200, modelsMs: 500 };

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(respond: Parameters<typeof rawServer>[0]): Promise<RawServer> {
  const server = await rawServer(respond);
  closing.push(() => server.close());
  return server;
}

function providerAt(
  url: string,
  options: { kind?: ChatKind; limits?: CallLimits; report?: (outcome: CallOutcome) => void } = {},
): Provider {
  const dispatcher = new Agent({ allowH2: false });
  closing.push(() => dispatcher.destroy());
  const kind = options.kind ?? 'openai';
  const { name, quirks } = vendors[kind];
  return openAiCompatible({
    kind,
    name,
    baseUrl: url,
    apiKey: key,
    dispatcher,
    quirks,
    limits: options.limits ?? limits,
    ...(options.report && { report: options.report }),
  });
}

interface Heard {
  readonly text: string;
  readonly reasoning: string;
  readonly parts: readonly Part[];
  readonly error: unknown;
}

/** Reads a stream to its end, whatever the end is. */
async function hear(parts: AsyncIterable<Part>, onPart: (part: Part) => void = () => {}): Promise<Heard> {
  const heard: Part[] = [];
  let error: unknown;
  try {
    for await (const part of parts) {
      heard.push(part);
      onPart(part);
    }
  } catch (caught) {
    error = caught;
  }
  const join = (type: 'text' | 'reasoning') =>
    heard.map((part) => (part.type === type ? part.text : '')).join('');
  return { text: join('text'), reasoning: join('reasoning'), parts: heard, error };
}

describe('recorded streams', () => {
  test.each([
    {
      vendor: 'openai',
      text: 'You call that an argument, Brutus? I call it a naïve hope.',
      reasoning: '',
      usage: { inputTokens: 412, outputTokens: 15 },
    },
    {
      vendor: 'deepseek',
      text: 'Then we agree on nothing, and that is a start.',
      reasoning: 'She just said the opposite. Answer short.',
      usage: { inputTokens: 388, outputTokens: 31 },
    },
    {
      vendor: 'openrouter',
      text: 'No one asked the\n\nhorse.',
      reasoning: 'A dry answer fits.',
      usage: { inputTokens: 501, outputTokens: 22 },
    },
    {
      vendor: 'lmstudio',
      text: 'Grandmother would have laughed.',
      reasoning: '',
      usage: { inputTokens: 233, outputTokens: 7 },
    },
    {
      vendor: 'ollama',
      text: 'Wait — you kept the receipt? 🧾',
      reasoning: 'Hm',
      usage: { inputTokens: 197, outputTokens: 11 },
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
      for (const byte of recorded('ollama')) socket.write(Buffer.from([byte]));
      socket.end();
    });
    const heard = await hear(providerAt(server.url).stream(exampleRequest, never));
    expect(heard.text).toBe('Wait — you kept the receipt? 🧾');
  });
});

interface Outcome {
  readonly name: string;
  readonly respond: Parameters<typeof rawServer>[0];
  readonly text?: string;
  /** The problem of the ProviderError, or the reason of the finish. */
  readonly ends: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly detail?: RegExp;
}

const errorBody = (message: string, code: string | number | null = null) =>
  JSON.stringify({ error: { message, type: 'some_type', param: null, code } });
const begin = streamHead + word('One ') + word('two');
const date = 'Wed, 21 Oct 2026 07:28:00 GMT';

const outcomes: readonly Outcome[] = [
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
    name: 'an answer that the content filter ended',
    respond: (socket) =>
      void socket.end(
        `${begin}data: {"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}\n\n`,
      ),
    text: 'One two',
    ends: 'content-filter',
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
    name: 'a refused key',
    respond: (socket) =>
      void socket.end(answer(401, errorBody(`Incorrect API key provided: ${key}.`, 'invalid_api_key'))),
    ends: 'key-refused',
    retryable: false,
    detail: /^OpenAI refused this key\. .*\[key\]/,
  },
  {
    name: 'an empty account',
    respond: (socket) => void socket.end(answer(402, errorBody('Insufficient Balance'))),
    ends: 'no-credit',
    retryable: false,
  },
  {
    name: 'a forbidden model',
    respond: (socket) => void socket.end(answer(403, errorBody('Your project has no access.'))),
    ends: 'forbidden',
    retryable: false,
  },
  {
    name: 'an unknown model',
    respond: (socket) =>
      void socket.end(
        answer(404, errorBody('The model `some-model` does not exist or you do not have access to it.')),
      ),
    ends: 'model-missing',
    retryable: false,
    detail: /no model called some-model/,
  },
  {
    name: 'a wrong address',
    respond: (socket) =>
      void socket.end(
        answer(404, '<html><title>404 Not Found</title></html>', { 'content-type': 'text/html' }),
      ),
    ends: 'request-refused',
    retryable: false,
    detail: /Check the base URL/,
  },
  {
    name: 'a conversation that is too long',
    respond: (socket) =>
      void socket.end(
        answer(400, errorBody("This model's maximum context length is 8192.", 'context_length_exceeded')),
      ),
    ends: 'context-too-long',
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
    name: 'a request timeout',
    respond: (socket) => void socket.end(answer(408, '')),
    ends: 'timeout',
    retryable: true,
  },
  {
    name: 'a conflict',
    respond: (socket) => void socket.end(answer(409, '')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a limit with seconds to wait',
    respond: (socket) => void socket.end(answer(429, errorBody('Slow down'), { 'retry-after': '7' })),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 7_000,
  },
  {
    name: 'a limit with a date to wait for',
    respond: (socket) =>
      void socket.end(
        answer(429, errorBody('Slow down'), { 'retry-after': date.replace(':28:00', ':28:12'), date }),
      ),
    ends: 'rate-limited',
    retryable: true,
    retryAfterMs: 12_000,
  },
  {
    name: 'a used up quota',
    respond: (socket) => void socket.end(answer(429, errorBody('No quota', 'insufficient_quota'))),
    ends: 'no-credit',
    retryable: false,
  },
  {
    name: 'a failing server',
    respond: (socket) => void socket.end(answer(500, errorBody('Oops'))),
    ends: 'failing',
    retryable: true,
  },
  {
    name: 'an overloaded server',
    respond: (socket) => void socket.end(answer(529, '')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a refusal whose body never comes',
    respond: (socket) => void socket.write('HTTP/1.1 503 Busy\r\ncontent-length: 100\r\n\r\n{"er'),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a refusal without an end',
    respond: (socket) => {
      socket.write('HTTP/1.1 400 Bad\r\nconnection: close\r\n\r\n');
      socket.write('x'.repeat(200_000));
    },
    ends: 'request-refused',
    retryable: false,
  },
  {
    name: 'a web page instead of a stream',
    respond: (socket) =>
      void socket.end(
        answer(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html; charset=utf-8' }),
      ),
    ends: 'garbled',
    retryable: false,
    detail: /Sign in/,
  },
  {
    name: 'an error with the status of success',
    respond: (socket) => void socket.end(answer(200, '{"error":{"message":"busy","code":503}}')),
    ends: 'overloaded',
    retryable: true,
  },
  {
    name: 'a redirect',
    respond: (socket) => void socket.end(answer(307, '', { location: 'http://127.0.0.1:1/v1' })),
    ends: 'request-refused',
    retryable: false,
  },
  {
    name: 'a server that never answers',
    respond: () => {},
    ends: 'timeout',
    retryable: true,
  },
  {
    name: 'a server that hangs up before it answers',
    respond: (socket) => void socket.destroy(),
    ends: 'unreachable',
    retryable: true,
  },
  {
    name: 'a stall in the middle',
    respond: (socket) => void socket.write(begin),
    text: 'One two',
    ends: 'stalled',
    retryable: true,
  },
  {
    name: 'a reset in the middle',
    respond: async (socket) => {
      socket.write(begin);
      await sleep(50);
      socket.resetAndDestroy();
    },
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'a clean end without a marker',
    respond: (socket) => void socket.end(begin),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'a clean end of the last chunk without a marker',
    respond: (socket) => void socket.end(`${chunkedHead}${httpChunk(word('One two'))}0\r\n\r\n`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an end within a chunk',
    respond: (socket) => void socket.end(`${chunkedHead}${httpChunk(word('One two'))}40\r\ndata: {"ch`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an end within an event',
    respond: (socket) => void socket.end(`${begin}data: {"choices":[{"del`),
    text: 'One two',
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'an empty stream',
    respond: (socket) => void socket.end(streamHead),
    ends: 'cut',
    retryable: true,
  },
  {
    name: 'something that is no HTTP',
    respond: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    ends: 'garbled',
    retryable: false,
  },
  {
    name: 'a garbage line',
    respond: (socket) => void socket.write(`${begin}\u0000\u0007 garbage\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a line of bad JSON',
    respond: (socket) => void socket.write(`${begin}data: {"choices": oops}\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'data that is no event',
    respond: (socket) => void socket.write(`${begin}data: 42\n\n`),
    text: 'One two',
    ends: 'garbled',
    retryable: true,
  },
  {
    name: 'a line of more than 1 MB',
    respond: (socket) => void socket.write(`${begin}data: ${'x'.repeat(1_100_000)}`),
    text: 'One two',
    ends: 'garbled',
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
];

async function hearOutcome({ respond }: Outcome): Promise<Heard & { reports: readonly CallOutcome[] }> {
  const server = await serve(respond);
  const reports: CallOutcome[] = [];
  const provider = providerAt(server.url, { report: (reported) => reports.push(reported) });
  return { ...(await hear(provider.stream(exampleRequest, never))), reports };
}

const finishes = ({ type }: Part) => type === 'finish';

test.each(outcomes.filter(({ retryable }) => retryable === undefined))(
  '$name is an answer, complete by its reason $ends',
  async (outcome) => {
    const heard = await hearOutcome(outcome);
    expect(heard.error).toBeUndefined();
    expect(heard.text).toBe(outcome.text);
    expect(heard.parts.filter(finishes)).toEqual([expect.objectContaining({ reason: outcome.ends })]);
    expect(heard.reports).toEqual([expect.objectContaining({ ok: true })]);
  },
);

test.each(outcomes.filter(({ retryable }) => retryable !== undefined))(
  '$name is one failure: $ends',
  async ({ detail = /OpenAI|127\.0\.0\.1|answer|conversation/, ...outcome }) => {
    const heard = await hearOutcome(outcome);
    expect(heard.text).toBe(outcome.text ?? '');
    expect(heard.parts.filter(finishes)).toEqual([]);
    expect(heard.error).toBeInstanceOf(ProviderError);
    expect(heard.error).toMatchObject({
      problem: outcome.ends,
      retryable: outcome.retryable,
      retryAfterMs: outcome.retryAfterMs,
      message: expect.stringMatching(detail),
    });
    expect(String(heard.error)).not.toContain(key);
    expect(String(heard.error).length).toBeLessThan(500);
    expect(heard.reports).toEqual([{ ok: false, error: heard.error }]);
  },
);

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
    let sent = 0;
    const event = word('x'.repeat(8_000));
    const server = await serve(async (socket) => {
      socket.write(streamHead);
      for (; sent < 4_000; sent += 1) {
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
    expect(sent).toBeLessThan(4_000);
    const heard = await hear({ [Symbol.asyncIterator]: () => iterator });
    expect(heard.error).toBeUndefined();
    expect(heard.text).toHaveLength(4_000 * 8_000);
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
    closing.push(() => dispatcher.destroy());
    const { name, quirks } = vendors.ollama;
    const provider = openAiCompatible({ kind: 'ollama', name, baseUrl: server.url, dispatcher, quirks });
    const heard = await hear(provider.stream(exampleRequest, never));
    expect(heard.error).toMatchObject({ problem: 'blocked', retryable: false });
    await expect(provider.models(never)).rejects.toMatchObject({ problem: 'blocked' });
    expect(server.requests).toEqual([]);
  });

  test('that is cancelled while its connection is being opened throws the reason at once', async () => {
    const dispatcher = guardedAgent({ allowed: new Set(), lookup: () => {} });
    closing.push(() => dispatcher.destroy());
    const { name, quirks } = vendors.openai;
    const provider = openAiCompatible({
      kind: 'openai',
      name,
      baseUrl: 'http://slow.test',
      dispatcher,
      quirks,
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
    closing.push(() => dispatcher.destroy());
    const provider = openAiCompatible({
      kind: 'openai',
      name: 'OpenAI',
      baseUrl: 'http://127.0.0.1:9/v1',
      apiKey: 'sk-secret\nx-evil: 1',
      dispatcher,
      quirks: vendors.openai.quirks,
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
    closing.push(() => mock.stop());
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
