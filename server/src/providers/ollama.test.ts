import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, linesHead, recorded } from './__fixtures__/raw-server.ts';
import { testOutcomes } from './__fixtures__/test-outcomes.ts';
import { hear, key, never, vendorStage } from './__fixtures__/vendor-stage.ts';

const { serve, providerAt, clear } = vendorStage('ollama');

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
});

const begin = linesHead + word('One ') + word('two');

testOutcomes('ollama', [
  ...[
    ['unload', 'other'],
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
    name: 'a server that hangs after its last line',
    respond: (socket) => void socket.write(begin + end('stop')),
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
    name: 'an error within the stream by its words',
    respond: (socket) => void socket.write(begin + line({ error: 'server is busy, too many requests' })),
    text: 'One two',
    ends: 'rate-limited',
    retryable: true,
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
    name: 'an error with the status of success',
    respond: (socket) => void socket.end(answer(200, errorBody('llama runner process has terminated'))),
    ends: 'failing',
    retryable: true,
  },
]);
