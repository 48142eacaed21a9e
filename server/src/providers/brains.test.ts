import { Agent } from 'undici';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ModelBrain } from '@chimera/protocol/provider';
import { silentLogger } from '../logger.ts';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { ollamaServer } from './__fixtures__/ollama-server.ts';
import { answer, doneEvent, rawServer, stopEvent, streamHead, word } from './__fixtures__/raw-server.ts';
import { type Brains, createBrains } from './brains.ts';
import type { BrainsConfig } from './brains-config.ts';
import type { OwnConnection, OwnConnections } from './connection-book.ts';
import type { Part, Provider } from './provider.ts';

const closing: (() => unknown)[] = [];
const never = new AbortController().signal;
/** A port that nothing listens on: a machine without a local model server. */
const nowhere = 'http://127.0.0.1:9';

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const OWNER = 'ada';
const nothingOwned: OwnConnections = { list: async () => [], find: async () => null };

const demo: Provider = {
  kind: 'demo',
  async *stream({ model }) {
    yield { type: 'start', brain: { kind: 'demo', model } };
    yield { type: 'text', text: 'Improvised.' };
    yield { type: 'finish', reason: 'stop', usage: null };
  },
  models: async () => [{ id: 'improviser' }],
};

function brainsWith(
  vendors: BrainsConfig['vendors'],
  options: {
    defaultBrain?: BrainsConfig['defaultBrain'];
    clock?: () => number;
    own?: OwnConnections;
  } = {},
): Brains {
  const dispatcher = new Agent({ allowH2: false });
  closing.push(() => dispatcher.destroy());
  const brains = createBrains({
    config: {
      vendors: { ollama: { baseUrl: nowhere }, lmstudio: { baseUrl: nowhere }, ...vendors },
      defaultBrain: options.defaultBrain ?? null,
    },
    own: options.own ?? nothingOwned,
    demo,
    dispatcher,
    logger: silentLogger,
    clock: options.clock ?? (() => performance.now()),
  });
  closing.push(() => brains.close());
  return brains;
}

/** A vendor that lists these models and says one sentence, or refuses with a status. */
async function vendor(
  models: readonly string[],
  options: { says?: string; status?: number; listStatus?: number } = {},
) {
  const server = await rawServer((socket, { head }) => {
    if (head.startsWith('GET')) {
      const data = models.map((id) => ({ id, object: 'model' }));
      socket.end(answer(options.listStatus ?? 200, JSON.stringify({ object: 'list', data })));
    } else if (options.status !== undefined) socket.end(answer(options.status, '{"error":"no"}'));
    else socket.end(streamHead + word(options.says ?? 'Hello.') + stopEvent + doneEvent);
  });
  closing.push(() => server.close());
  return server;
}

/** A server on this machine that speaks Ollama's protocol. */
async function ollamaWith(models: Parameters<typeof ollamaServer>[0], options: { says?: string } = {}) {
  const server = await ollamaServer(models, options);
  closing.push(() => server.close());
  return server;
}

async function hear(
  brains: Brains,
  brain: ModelBrain | null,
  fallbacks: readonly ModelBrain[] = [],
): Promise<Part[]> {
  const { model: _, sampling: __, prompt, ...rest } = exampleRequest;
  const ask = { ...rest, promptFor: () => prompt, cache: 'off' as const };
  const parts: Part[] = [];
  for await (const part of brains.stream(OWNER, [brain, ...fallbacks], ask, never)) parts.push(part);
  return parts;
}

const statusOf = async (brains: Brains, kind: string) =>
  (await brains.providers(OWNER)).find((provider) => provider.kind === kind);

describe('a seat without a brain of its own', () => {
  test('is played by the demo brain where there is nothing else', async () => {
    const brains = brainsWith({});
    expect((await hear(brains, null))[0]).toEqual({
      type: 'start',
      brain: { kind: 'demo', model: 'improviser' },
    });
    expect(await brains.choose(OWNER, null)).toEqual({
      connectionId: 'demo',
      kind: 'demo',
      model: 'improviser',
    });
  });

  test('is played by the first model that can talk of a local server that is found', async () => {
    const ollama = await ollamaWith([{ name: 'nomic-embed-text:latest' }, { name: 'llama3.2:latest' }], {
      says: 'Found me.',
    });
    const brains = brainsWith({ ollama: { baseUrl: ollama.url } });
    expect(await hear(brains, null)).toEqual([
      { type: 'start', brain: { kind: 'ollama', model: 'llama3.2:latest', connectionId: 'ollama' } },
      { type: 'text', text: 'Found me.' },
      { type: 'finish', reason: 'stop', usage: null },
    ]);
    expect(await brains.choose(OWNER, null)).toMatchObject({
      connectionId: 'ollama',
      model: 'llama3.2:latest',
    });
    expect(ollama.chats()).toHaveLength(1);
  });

  test('is played by a model that is in memory already, wherever that is', async () => {
    const ollama = await ollamaWith([{ name: 'llama3.1:8b' }, { name: 'llama3.2', loadedWith: 8192 }]);
    const brains = brainsWith({ ollama: { baseUrl: ollama.url } });
    await brains.providers(OWNER);
    expect(await brains.choose(OWNER, null)).toMatchObject({ connectionId: 'ollama', model: 'llama3.2' });
    const resting = await ollamaWith([{ name: 'llama3.1:8b' }]);
    const lmstudio = await rawServer((socket, { head }) => {
      const state = head.includes('/api/v0/') ? { state: 'loaded' } : {};
      socket.write(answer(200, JSON.stringify({ data: [{ id: 'qwen2.5', ...state }] })));
    });
    closing.push(() => lmstudio.close());
    const both = brainsWith({ ollama: { baseUrl: resting.url }, lmstudio: { baseUrl: lmstudio.url } });
    await both.providers(OWNER);
    expect(await both.choose(OWNER, null)).toMatchObject({ connectionId: 'lmstudio', model: 'qwen2.5' });
  });

  test('is asked with a prompt for as much as the model is in memory with', async () => {
    const ollama = await ollamaWith([{ name: 'llama3.1:8b', loadedWith: 4096 }]);
    const brains = brainsWith({ ollama: { baseUrl: ollama.url } });
    const asked: unknown[] = [];
    const { model: _, sampling: __, prompt, ...rest } = exampleRequest;
    const promptFor = (brain: unknown) => {
      asked.push(brain);
      return prompt;
    };
    for await (const _part of brains.stream(OWNER, [null], { ...rest, promptFor, cache: 'off' }, never));
    expect(asked).toMatchObject([{ kind: 'ollama', model: 'llama3.1:8b', contextTokens: 4096 }]);
    expect(ollama.chats()).toMatchObject([{ options: { num_ctx: 4096 } }]);
  });

  test('hears ten seconds later that a model is in memory with another context', async () => {
    let now = 0;
    let loadedWith = 4096;
    const ollama = await ollamaWith(() => [{ name: 'llama3.1:8b', loadedWith }]);
    const brains = brainsWith({ ollama: { baseUrl: ollama.url } }, { clock: () => now });
    await brains.providers(OWNER);
    const brain = { connectionId: 'ollama', model: 'llama3.1:8b' };
    await hear(brains, brain);
    loadedWith = 32_768;
    now = 10_000;
    // Nobody waits for the news: this one is asked as before, the next one knows.
    await hear(brains, brain);
    await vi.waitFor(async () => {
      await hear(brains, brain);
      expect(ollama.chats().at(-1)).toMatchObject({ options: { num_ctx: 32_768 } });
    });
    expect(ollama.chats()[0]).toMatchObject({ options: { num_ctx: 4096 } });
  });

  test('is played by another brain once the local server is gone', async () => {
    const ollama = await ollamaWith([{ name: 'llama3.2' }]);
    const brains = brainsWith({ ollama: { baseUrl: ollama.url } });
    await hear(brains, null);
    await ollama.close();
    expect((await hear(brains, null))[0]).toMatchObject({ brain: { kind: 'demo' } });
    expect((await brains.choose(OWNER, null)).kind).toBe('demo');
  });

  test('is played by what the operator chose', async () => {
    const server = await vendor([], { says: 'Chosen.' });
    const brains = brainsWith(
      { deepseek: { apiKey: 'sk-deepseek-0123456789', baseUrl: server.url } },
      { defaultBrain: { kind: 'deepseek', model: 'deepseek-chat' } },
    );
    expect((await hear(brains, null))[0]).toMatchObject({
      brain: { kind: 'deepseek', model: 'deepseek-chat' },
    });
    expect(server.requests[0]?.head).toMatch(/authorization: Bearer sk-deepseek-0123456789/i);
  });

  test('cannot be given to a vendor that is not set up', () => {
    const create = () => brainsWith({}, { defaultBrain: { kind: 'openai', model: 'gpt-5' } });
    expect(create).toThrow(/default brain cannot be used.*OPENAI_API_KEY/);
  });
});

describe('a seat with a brain', () => {
  test('is asked for with its own sampling', async () => {
    const server = await vendor([]);
    const brains = brainsWith({ 'openai-compatible': { baseUrl: server.url } });
    await hear(brains, { connectionId: 'openai-compatible', model: 'm', params: { temperature: 0.3 } });
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ model: 'm', temperature: 0.3 });
  });

  test('hands over to its fallbacks, and the words say in whose place they come and why', async () => {
    const refusing = await vendor([], { status: 401 });
    const speaking = await vendor([], { says: 'I am here.' });
    const brains = brainsWith({
      openai: { apiKey: 'sk-bad', baseUrl: refusing.url },
      openrouter: { apiKey: 'sk-good', baseUrl: speaking.url },
    });
    const parts = await hear(brains, { connectionId: 'openai', model: 'gpt-5' }, [
      { connectionId: 'gone', model: 'x' },
      { connectionId: 'openrouter', model: 'meta/llama' },
    ]);
    expect(parts[0]).toEqual({
      type: 'start',
      brain: {
        kind: 'openrouter',
        model: 'meta/llama',
        connectionId: 'openrouter',
        fallbackFrom: 'openai · gpt-5',
        fallbackReason: expect.stringMatching(/^OpenAI refused this key\./),
      },
    });
    expect(refusing.requests).toHaveLength(1);
  });

  test.each([
    ['elsewhere', /no connection \S+ any more/],
    ['openai', /OpenAI is not set up here\. Add a key here, or set OPENAI_API_KEY/],
    ['anthropic', /Anthropic is not set up here\. Add a key here, or set ANTHROPIC_API_KEY/],
    ['gemini', /Gemini is not set up here\. Add a key here, or set GEMINI_API_KEY/],
  ])('of the connection %s that does not exist fails in plain words', async (connectionId, message) => {
    const brains = brainsWith({});
    const brain = { connectionId, model: 'x' };
    await expect(hear(brains, brain)).rejects.toMatchObject({ name: 'ProviderError', retryable: false });
    await expect(hear(brains, brain)).rejects.toThrow(message);
    await expect(brains.choose(OWNER, brain)).rejects.toThrow(message);
  });

  test('may be the demo brain', async () => {
    const brains = brainsWith({});
    const parts = await hear(brains, { connectionId: 'demo', model: 'improviser' });
    expect(parts[1]).toEqual({ type: 'text', text: 'Improvised.' });
  });
});

describe('a vendor that fails', () => {
  const brain: ModelBrain = { connectionId: 'openai', model: 'gpt-5' };
  const failed = (brains: Brains, fallbacks: readonly ModelBrain[] = []) =>
    hear(brains, brain, fallbacks).then(
      () => null,
      (error: unknown) => error,
    );

  test('for a second by its own word is asked again after it, three times in all', async () => {
    const limited = await rawServer((socket) => {
      socket.end(answer(429, '{"error":"slow down"}', { 'retry-after': '1' }));
    });
    closing.push(() => limited.close());
    const brains = brainsWith({ openai: { apiKey: 'sk', baseUrl: limited.url } });
    const startedAt = performance.now();
    expect(await failed(brains)).toMatchObject({ problem: 'rate-limited', retryAfterMs: 1_000 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_990);
    expect(limited.requests).toHaveLength(3);
  });

  test('for long by its own word is asked once, and whoever stands by speaks', async () => {
    const limited = await rawServer((socket) => {
      socket.end(answer(429, '{"error":"slow down"}', { 'retry-after': '20' }));
    });
    closing.push(() => limited.close());
    const speaking = await vendor([], { says: 'I am here.' });
    const brains = brainsWith({
      openai: { apiKey: 'sk', baseUrl: limited.url },
      deepseek: { apiKey: 'sk', baseUrl: speaking.url },
    });
    expect(await failed(brains)).toMatchObject({
      problem: 'rate-limited',
      message: 'OpenAI asks us to wait 20 seconds. It said: slow down',
    });
    expect(limited.requests).toHaveLength(1);
    const parts = await hear(brains, brain, [{ connectionId: 'deepseek', model: 'deepseek-chat' }]);
    expect(parts[0]).toMatchObject({
      brain: {
        fallbackFrom: 'openai · gpt-5',
        fallbackReason: 'OpenAI asks us to wait 20 seconds. It said: slow down',
      },
    });
    expect(limited.requests).toHaveLength(2);
  });

  test('is asked five times in all, and then whoever stands by speaks at once', async () => {
    const broken = await vendor([], { status: 500 });
    const speaking = await vendor([], { says: 'I am here.' });
    const brains = brainsWith({
      openai: { apiKey: 'sk', baseUrl: broken.url },
      deepseek: { apiKey: 'sk', baseUrl: speaking.url },
    });
    expect(await failed(brains)).toMatchObject({ problem: 'failing' });
    expect(broken.requests).toHaveLength(3);
    expect(await failed(brains)).toMatchObject({ problem: 'paused' });
    expect(broken.requests).toHaveLength(5);
    const startedAt = performance.now();
    for (let turn = 0; turn < 5; turn += 1) {
      const parts = await hear(brains, brain, [{ connectionId: 'deepseek', model: 'deepseek-chat' }]);
      expect(parts[0]).toMatchObject({
        brain: {
          kind: 'deepseek',
          fallbackReason: expect.stringMatching(/^OpenAI is paused after 5 failures/),
        },
      });
    }
    expect(performance.now() - startedAt).toBeLessThan(350);
    expect(broken.requests).toHaveLength(5);
  });

  test('by refusing the key is asked each time', async () => {
    const refusing = await vendor([], { status: 401 });
    const brains = brainsWith({ openai: { apiKey: 'sk-bad', baseUrl: refusing.url } });
    for (let turn = 0; turn < 8; turn += 1) {
      expect(await failed(brains)).toMatchObject({ problem: 'key-refused' });
    }
    expect(refusing.requests).toHaveLength(8);
  });
});

describe('providers', () => {
  test('are all listed with what to do', async () => {
    const providers = await brainsWith({}).providers(OWNER);
    expect(providers.map(({ kind, status }) => [kind, status])).toEqual([
      ['openai', 'no-key'],
      ['anthropic', 'no-key'],
      ['deepseek', 'no-key'],
      ['gemini', 'no-key'],
      ['openrouter', 'no-key'],
      ['lmstudio', 'unreachable'],
      ['ollama', 'unreachable'],
      ['openai-compatible', 'no-key'],
      ['demo', 'ready'],
    ]);
    for (const { detail } of providers) expect(detail).toMatch(/^[A-Z].+[.?]$/);
  });

  test('with a key are asked for their models, and again a minute later', async () => {
    let now = 0;
    const server = await vendor(['gpt-5']);
    const brains = brainsWith({ openai: { apiKey: 'sk-good', baseUrl: server.url } }, { clock: () => now });
    expect(await statusOf(brains, 'openai')).toMatchObject({ status: 'ready', latencyMs: 0 });
    now = 59_000;
    await brains.providers(OWNER);
    expect(server.requests).toHaveLength(1);
    now = 60_000;
    await brains.providers(OWNER);
    expect(server.requests).toHaveLength(2);
  });

  test('that refuse the key are failing', async () => {
    const server = await vendor([], { listStatus: 401 });
    const brains = brainsWith({ openai: { apiKey: 'sk-bad', baseUrl: server.url } });
    expect(await statusOf(brains, 'openai')).toMatchObject({
      status: 'failing',
      detail: expect.stringMatching(/^OpenAI refused this key\./),
      connections: [{ problem: 'key-refused' }],
    });
  });

  test('show how the last turn went, but not what was wrong with a single request', async () => {
    const server = await vendor(['m'], { status: 402 });
    const wrong = await vendor(['m'], { status: 404 });
    const brains = brainsWith({
      openrouter: { apiKey: 'sk-or', baseUrl: server.url },
      deepseek: { apiKey: 'sk-ds', baseUrl: wrong.url },
    });
    expect((await statusOf(brains, 'openrouter'))?.detail).toMatch(/whether the key is good/);
    await expect(hear(brains, { connectionId: 'openrouter', model: 'm' })).rejects.toThrow();
    await expect(hear(brains, { connectionId: 'deepseek', model: 'm' })).rejects.toThrow();
    expect(await statusOf(brains, 'openrouter')).toMatchObject({ status: 'failing' });
    expect(await statusOf(brains, 'deepseek')).toMatchObject({ status: 'ready' });
  });

  test('that do not answer do not hold the list up for long', async () => {
    const server = await rawServer(() => {});
    closing.push(() => server.close());
    const brains = brainsWith({ openai: { apiKey: 'sk-good', baseUrl: server.url } });
    const startedAt = performance.now();
    expect(await statusOf(brains, 'openai')).toMatchObject({ status: 'unreachable' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test('on this machine tell how many models they have, or that they have none', async () => {
    const ollama = await ollamaWith([{ name: 'llama3.2' }, { name: 'qwen3' }]);
    const lmstudio = await vendor(['text-embedding-nomic']);
    const brains = brainsWith({ ollama: { baseUrl: ollama.url }, lmstudio: { baseUrl: lmstudio.url } });
    expect(await statusOf(brains, 'ollama')).toMatchObject({
      status: 'ready',
      detail: 'Running with 2 models.',
    });
    expect(await statusOf(brains, 'lmstudio')).toMatchObject({ status: 'failing' });
  });
});

describe('connections', () => {
  test('show where they lead and the end of a long key, never the key', async () => {
    const brains = brainsWith({
      openai: { apiKey: 'sk-proj-0123456789wxyz' },
      deepseek: { apiKey: 'short' },
    });
    const connections = await brains.connections(OWNER);
    expect(connections.map(({ id }) => id)).toEqual(['openai', 'deepseek', 'lmstudio', 'ollama', 'demo']);
    expect(connections[0]).toMatchObject({
      id: 'openai',
      kind: 'openai',
      label: 'OpenAI',
      baseUrl: 'https://api.openai.com/v1',
      keyLast4: 'wxyz',
      builtIn: true,
    });
    expect(connections[1]).not.toHaveProperty('keyLast4');
  });

  test('list the models that can talk', async () => {
    const server = await vendor(['gpt-5', 'text-embedding-3-small', 'whisper-1', 'gpt-image-1']);
    const brains = brainsWith({ openai: { apiKey: 'sk', baseUrl: server.url } });
    expect(await brains.models(OWNER, 'openai', never)).toMatchObject({ models: [{ id: 'gpt-5' }] });
    expect(await brains.models(OWNER, 'demo', never)).toEqual({
      kind: 'demo',
      models: [{ id: 'improviser' }],
    });
    await expect(brains.models(OWNER, 'gone', never)).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each(['127.0.0.1:11434', 'ftp://host', 'https://user:secret@host/v1'])(
    'are not made of %s, which is no base URL',
    (baseUrl) => {
      expect(() => brainsWith({ openai: { baseUrl } })).toThrow(/base URL has to be a whole http or https/);
    },
  );

  test.each([
    ['anthropic', 'https://host', '/v1/messages'],
    ['anthropic', 'https://host/v1/', '/v1/messages'],
    ['anthropic', 'https://host/anthropic', '/anthropic/v1/messages'],
    ['gemini', 'https://host', '/v1beta/models/m:streamGenerateContent?alt=sse'],
    ['gemini', 'https://host/v1alpha/', '/v1alpha/models/m:streamGenerateContent?alt=sse'],
    ['gemini', 'https://host/google?tier=a', '/google/v1beta/models/m:streamGenerateContent?alt=sse&tier=a'],
    ['openai', 'https://host/v1?tier=a', '/v1/chat/completions?tier=a'],
    ['ollama', 'https://host', '/api/chat'],
    ['ollama', 'https://host/', '/api/chat'],
    ['ollama', 'https://host/v1', '/api/chat'],
    ['ollama', 'https://host/v1/', '/api/chat'],
    ['ollama', 'https://host/api/', '/api/chat'],
    ['ollama', 'https://host/models/v1?tier=a', '/models/api/chat?tier=a'],
  ] as const)('of %s with %s ask at the right path', async (kind, given, path) => {
    const server = await vendor([], { status: 400 });
    const brains = brainsWith({ [kind]: { baseUrl: given.replace('https://host', server.url) } });
    await hear(brains, { connectionId: kind, model: 'm' }).catch(() => {});
    const [asked] = server.requests.filter(({ body }) => body.includes('"messages"') || kind === 'gemini');
    expect(asked?.head).toContain(`POST ${path} HTTP/1.1`);
  });

  test.each([
    ['https://host', '/v1/chat/completions'],
    ['https://host/', '/v1/chat/completions'],
    ['https://host/v1/', '/v1/chat/completions'],
    ['https://host/api/openai', '/api/openai/chat/completions'],
  ])('with %s ask at the right path', async (given, path) => {
    const server = await vendor([]);
    const brains = brainsWith({ openai: { baseUrl: given.replace('https://host', server.url) } });
    await hear(brains, { connectionId: 'openai', model: 'm' });
    expect(server.requests[0]?.head).toContain(`POST ${path} HTTP/1.1`);
  });
});

describe("an owner's own connections", () => {
  /** A store with one connection of Ada's, which may be changed. */
  function owned(facts: Partial<OwnConnection>) {
    let mine: OwnConnection = {
      id: 'c1',
      ownerId: OWNER,
      kind: 'openai-compatible',
      label: 'Mine',
      baseUrl: nowhere,
      apiKey: 'sk-mine-0123456789',
      isSealBroken: false,
      keyLast4: '6789',
      version: 1,
      createdAt: '2026-01-01T00:00:00.000Z',
      ...facts,
    };
    return {
      change(changes: Partial<OwnConnection>) {
        mine = { ...mine, ...changes, version: mine.version + 1 };
      },
      list: async (ownerId: string) => (ownerId === OWNER ? [mine] : []),
      find: async ({ id, ownerId }: { id: string; ownerId: string }) =>
        ownerId === OWNER && id === mine.id ? mine : null,
    };
  }
  const brain = { connectionId: 'c1', model: 'm' };

  test('speak for their owner and for nobody else', async () => {
    const server = await vendor(['m'], { says: 'Mine.' });
    const brains = brainsWith({}, { own: owned({ baseUrl: server.url }) });
    expect((await hear(brains, brain))[1]).toEqual({ type: 'text', text: 'Mine.' });
    expect(server.requests[0]?.head).toMatch(/authorization: Bearer sk-mine-0123456789/i);
    await expect(brains.choose('eve', brain)).rejects.toThrow(/no connection \S+ any more/);
    await expect(brains.models('eve', 'c1', never)).rejects.toMatchObject({ code: 'not-found' });
    await expect(brains.test('eve', 'c1', { model: null, limit: null, signal: never })).rejects.toMatchObject(
      { code: 'not-found' },
    );
    expect((await brains.connections('eve')).some(({ id }) => id === 'c1')).toBe(false);
  });

  test('are used as they are from the next call on', async () => {
    const before = await vendor(['m'], { says: 'Before.' });
    const after = await vendor(['m'], { says: 'After.' });
    const own = owned({ baseUrl: before.url });
    const brains = brainsWith({}, { own });
    await hear(brains, brain);
    own.change({ baseUrl: after.url, apiKey: 'sk-newer-0123456789' });
    expect((await hear(brains, brain))[1]).toEqual({ type: 'text', text: 'After.' });
    expect(after.requests[0]?.head).toMatch(/authorization: Bearer sk-newer-0123456789/i);
    expect(before.requests).toHaveLength(1);
  });

  test('are looked up once for a call, and stand-ins that nobody needs not at all', async () => {
    const server = await vendor(['m'], { says: 'Mine.' });
    const own = owned({ baseUrl: server.url });
    const asked: string[] = [];
    const counting: OwnConnections = {
      list: own.list,
      find: (ref) => {
        asked.push(ref.id);
        return own.find(ref);
      },
    };
    await hear(brainsWith({}, { own: counting }), brain, [{ connectionId: 'c2', model: 'm' }]);
    expect(asked).toEqual(['c1']);
  });

  test('speak for seats without a brain when nothing local is there', async () => {
    const server = await vendor(['text-embedding-1', 'talker'], { says: 'I can.' });
    const brains = brainsWith({}, { own: owned({ baseUrl: server.url }) });
    const chosen = { connectionId: 'c1', kind: 'openai-compatible', model: 'talker' };
    expect(await brains.choose(OWNER, null)).toEqual(chosen);
    expect((await hear(brains, null))[1]).toEqual({ type: 'text', text: 'I can.' });
    expect((await brains.choose('eve', null)).kind).toBe('demo');
  });

  test('with a key that does not open ask for it again', async () => {
    const brains = brainsWith({}, { own: owned({ apiKey: null, isSealBroken: true }) });
    await expect(hear(brains, brain)).rejects.toMatchObject({ problem: 'key-refused' });
  });

  test('are tested with a real answer, or say in plain words what is wrong', async () => {
    const good = await vendor(['m'], { says: 'Hello to you all there.' });
    const bad = await vendor(['m'], { status: 401 });
    const own = owned({ baseUrl: good.url });
    const brains = brainsWith({}, { own });
    expect(
      (await brains.test(OWNER, 'c1', { model: null, limit: null, signal: never })).result,
    ).toMatchObject({
      ok: true,
      model: 'm',
      sample: 'Hello to you all there.',
    });
    own.change({ baseUrl: bad.url });
    expect(
      (await brains.test(OWNER, 'c1', { model: 'other', limit: null, signal: never })).result,
    ).toMatchObject({
      ok: false,
      model: 'other',
      problem: { code: 'key-refused', detail: expect.stringMatching(/refused this key/) },
    });
    const limit = { code: 'max-cost-day', text: 'Stopped at $1.00.' };
    const asked = good.requests.length;
    own.change({ baseUrl: good.url });
    expect(await brains.test(OWNER, 'c1', { model: 'm', limit, signal: never })).toEqual({
      result: { ok: false, latencyMs: 0, problem: { code: 'max-cost-day', detail: 'Stopped at $1.00.' } },
      used: null,
    });
    expect(good.requests).toHaveLength(asked);
    own.change({ baseUrl: nowhere });
    expect(
      (await brains.test(OWNER, 'c1', { model: null, limit: null, signal: never })).result,
    ).toMatchObject({
      ok: false,
      problem: { code: 'unreachable' },
    });
  });
});
