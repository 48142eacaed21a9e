import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, doneEvent, stopEvent, streamHead, word } from './__fixtures__/raw-server.ts';
import { hear, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';
import { callLimits } from './limits.ts';

const { serve, providerAt, clear } = vendorStage('lmstudio');

afterEach(clear);

const ids = (...names: string[]) => JSON.stringify({ object: 'list', data: names.map((id) => ({ id })) });
const more = (...data: object[]) => JSON.stringify({ object: 'list', data });

async function lmStudio(v1: string, v0: string, status = 200) {
  const server = await serve((socket, { head }) => {
    if (head.startsWith('GET /v1/models ')) socket.write(answer(200, v1));
    else if (head.startsWith('GET /api/v0/models ')) socket.write(answer(status, v0));
    else socket.end(streamHead + word('Hi') + stopEvent + doneEvent);
  });
  return { server, provider: providerAt(server.url, { limits: patient }) };
}

describe("LM Studio's list of models", () => {
  test('has what its own address tells beside the ids', async () => {
    const { provider } = await lmStudio(
      ids('llama-3.1-8b', 'qwen2-vl-7b', 'some-embedder', 'unknown'),
      more(
        {
          id: 'llama-3.1-8b',
          type: 'llm',
          state: 'loaded',
          max_context_length: 131_072,
          loaded_context_length: 12_000,
        },
        { id: 'qwen2-vl-7b', type: 'vlm', state: 'not-loaded', max_context_length: 32_768 },
        { id: 'some-embedder', type: 'embeddings', state: 'not-loaded', max_context_length: 2048 },
        { id: 'gone', type: 'llm' },
      ),
    );
    expect(await provider.models(never)).toEqual([
      { id: 'llama-3.1-8b', loaded: true, contextTokens: 12_000, vision: false },
      { id: 'qwen2-vl-7b', loaded: false, contextTokens: 32_768, vision: true },
      { id: 'unknown' },
    ]);
    expect(provider.contextTokens?.('llama-3.1-8b')).toBe(12_000);
    // Nobody knows with how much it will be loaded: with what is usual.
    expect(provider.contextTokens?.('qwen2-vl-7b')).toBe(4096);
  });

  test.each([
    ['is not there', 'Not found', 404],
    ['answers as it likes', '{"error":"Unexpected endpoint or method. (GET /api/v0/models)"}', 200],
    ['is a web page', '<html></html>', 200],
    ['has fields of another kind', more({ id: 'a', state: 7, type: 'tts', max_context_length: 'x' }), 200],
  ])('is the usual one where that address %s', async (_, v0, status) => {
    const { provider } = await lmStudio(ids('a', 'b'), v0, status);
    expect(await provider.models(never)).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  test('that is none is a typed failure', async () => {
    const { provider } = await lmStudio('{"models":1}', more());
    await expect(provider.models(never)).rejects.toMatchObject({ problem: 'garbled' });
  });
});

test.each(['', '/', '/v1', '/v1/', '/api/v0'])(
  'LM Studio at an address with %j is asked at /v1',
  async (path) => {
    const { server } = await lmStudio(ids('a'), more());
    const provider = providerAt(server.url + path, { limits: patient });
    expect((await hear(provider.stream(exampleRequest, never))).text).toBe('Hi');
    expect(server.requests[0]?.head).toContain('POST /v1/chat/completions HTTP/1.1');
  },
);

test('a server that loads a model first has two minutes until it begins', () => {
  expect(callLimits.headersMs).toBeGreaterThanOrEqual(120_000);
});
