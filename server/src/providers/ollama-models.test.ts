import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { ollamaServer, shownAs } from './__fixtures__/ollama-server.ts';
import { answer } from './__fixtures__/raw-server.ts';
import { hear, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';

const { serve, providerAt, onClose, clear } = vendorStage('ollama');

afterEach(clear);

async function ollama(...given: Parameters<typeof ollamaServer>) {
  const server = await ollamaServer(...given);
  onClose(() => server.close());
  return { server, provider: providerAt(server.url, { limits: patient }) };
}

const seeing = { capabilities: ['completion', 'vision', 'tools'] };
const thinking = { capabilities: ['completion', 'thinking'] };

describe('the list of models', () => {
  test('says what each can do, what is in memory, and leaves out what cannot talk', async () => {
    const { provider } = await ollama([
      { name: 'llama3.1:8b', digest: 'a', shown: shownAs(131_072), loadedWith: 4096 },
      { name: 'gemma3:4b', digest: 'b', shown: shownAs(131_072, seeing) },
      { name: 'my-minilm', digest: 'c', shown: shownAs(512, { capabilities: ['embedding'] }) },
      { name: 'old', digest: 'd' },
    ]);
    expect(await provider.models(never)).toEqual([
      { id: 'llama3.1:8b', loaded: true, contextTokens: 4096, vision: false },
      { id: 'gemma3:4b', loaded: false, contextTokens: 131_072, vision: true },
      { id: 'old', loaded: false },
    ]);
  });

  test('believes the one who made the model before the one who trained it', async () => {
    const parameters = 'stop                           "<|eot_id|>"\nnum_ctx                        6144';
    const { provider } = await ollama([{ name: 'mine', shown: shownAs(131_072, { parameters }) }]);
    expect(await provider.models(never)).toMatchObject([{ id: 'mine', contextTokens: 6144 }]);
  });

  test('asks about a model once, and again when it is another one under its name', async () => {
    let digest = 'monday';
    const { server, provider } = await ollama(() => [{ name: 'm', digest, shown: shownAs(8192) }]);
    await provider.models(never);
    await provider.models(never);
    expect(server.shown()).toEqual(['m']);
    digest = 'tuesday';
    await provider.models(never);
    expect(server.shown()).toEqual(['m', 'm']);
  });

  test('does not ask again who refuses to tell', async () => {
    const { server, provider } = await ollama([{ name: 'm' }]);
    await provider.models(never);
    await provider.models(never);
    expect(server.shown()).toEqual(['m']);
  });

  test('does not wait for a server that is slow to tell more, and knows more the next time', async () => {
    const server = await serve(async (socket, { head }) => {
      if (head.startsWith('POST /api/show')) await sleep(500);
      const body = head.startsWith('GET')
        ? { models: [{ name: 'm', details: { context_length: 2048 } }] }
        : shownAs(8192);
      socket.write(answer(200, JSON.stringify(body)));
    });
    const provider = providerAt(server.url, { limits: patient });
    const startedAt = performance.now();
    expect(await provider.models(never)).toMatchObject([{ id: 'm', contextTokens: 2048 }]);
    expect(performance.now() - startedAt).toBeLessThan(480);
    await sleep(400);
    expect(await provider.models(never)).toMatchObject([{ id: 'm', contextTokens: 8192 }]);
  });

  test.each([
    ['Ollama without a model', '{"models":null}', []],
    ['entries that cannot be read', '{"models":[{"size":1},{"name":"m","details":1},7]}', [{ id: 'm' }]],
  ])('may have %s', async (_, body, models) => {
    const server = await serve((socket, { head }) => {
      socket.write(head.startsWith('GET /api/tags') ? answer(200, body) : answer(404, ''));
    });
    expect(await providerAt(server.url, { limits: patient }).models(never)).toMatchObject(models);
  });

  test.each([
    ['a web page', '<html></html>', 200, 'garbled'],
    ['another object', '{"data":[]}', 200, 'garbled'],
    ['a refused key', '{"error":"unauthorized"}', 401, 'key-refused'],
  ])('that is %s is a typed failure', async (_, body, status, problem) => {
    const server = await serve((socket) => void socket.end(answer(status, body)));
    const provider = providerAt(server.url, { limits: patient });
    await expect(provider.models(never)).rejects.toMatchObject({ name: 'ProviderError', problem });
  });

  test('that is no longer wanted is given up', async () => {
    const server = await serve(() => {});
    const reason = new Error('enough');
    const provider = providerAt(server.url, { limits: patient });
    await expect(provider.models(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('the context that a model is run with', () => {
  test.each([
    ['an unknown model', { name: 'mystery' }, 16_384],
    ['a large one', { name: 'llama3.1:8b', shown: shownAs(131_072) }, 16_384],
    ['a small one', { name: 'llama3.2:1b', shown: shownAs(131_072) }, 8192],
    ['a small one that thinks', { name: 'tiny:3b', shown: shownAs(131_072, thinking) }, 16_384],
    ['one that has less', { name: 'gemma2:9b', shown: shownAs(8192) }, 8192],
    ['one of a family that has less, before the server told', { name: 'llama2:13b' }, 4096],
    [
      'one that is loaded with less',
      { name: 'llama3.1:8b', shown: shownAs(131_072), loadedWith: 4096 },
      4096,
    ],
    ['one that is loaded with more', { name: 'llama3.1:8b', loadedWith: 65_536 }, 65_536],
    [
      'one that was made with less',
      { name: 'mine', shown: shownAs(131_072, { parameters: 'num_ctx 6144' }) },
      6144,
    ],
  ])('is for %s what its prompts are made for', async (_, model, tokens) => {
    const { server, provider } = await ollama([model]);
    await provider.models(never);
    expect(provider.contextTokens?.(model.name)).toBe(tokens);
    await hear(provider.stream({ ...exampleRequest, model: model.name }, never));
    expect(server.chats()).toMatchObject([{ options: { num_ctx: tokens } }]);
  });

  test('is the same before and after the model is loaded, and however it is asked', async () => {
    let loadedWith: { readonly loadedWith?: number } = {};
    const { server, provider } = await ollama(() => [
      { name: 'qwen3:8b', shown: shownAs(40_960, thinking), ...loadedWith },
    ]);
    const model = 'qwen3:8b';
    await hear(provider.stream({ ...exampleRequest, model }, never));
    await provider.models(never);
    await hear(provider.stream({ ...exampleRequest, model, sampling: { reasoning: 'high' } }, never));
    loadedWith = { loadedWith: 16_384 };
    await provider.models(never);
    await hear(provider.stream({ ...exampleRequest, model, replyAs: 'Ada' }, never));
    const sizes = server.chats().map((chat) => JSON.stringify(chat).match(/"num_ctx":\d+/)?.[0]);
    expect(sizes).toEqual(Array.from({ length: 3 }, () => '"num_ctx":16384'));
  });

  test('is found for a name without its tag', async () => {
    const { provider } = await ollama([{ name: 'llama3.2:latest', loadedWith: 2048 }]);
    await provider.models(never);
    expect(provider.contextTokens?.('llama3.2')).toBe(2048);
  });
});

describe('how a model is told to think', () => {
  const levels = { ...thinking, thinking: { values: ['low', 'medium', 'high'], default: 'low' } };
  test.each([
    ['one that can, without a wish', 'm', shownAs(8192, thinking), undefined, false],
    ['one that can', 'm', shownAs(8192, thinking), 'medium', true],
    ['one that takes levels', 'm', shownAs(8192, levels), 'medium', 'medium'],
    ['one that takes levels, without a wish', 'm', shownAs(8192, levels), undefined, 'low'],
    ['one that cannot, whatever its name says', 'qwen3:8b', shownAs(8192), 'high', false],
  ] as const)('%s', async (_, name, shown, reasoning, think) => {
    const { server, provider } = await ollama([{ name, shown }]);
    await provider.models(never);
    const sampling = reasoning === undefined ? {} : { reasoning };
    await hear(provider.stream({ ...exampleRequest, model: name, sampling }, never));
    expect(server.chats()).toMatchObject([{ think }]);
  });
});
