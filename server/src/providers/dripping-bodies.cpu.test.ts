import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { leastMs, processorMs } from '../../test/processor-time.ts';
import { exampleRequest } from './__fixtures__/example-request.ts';
import { answer, type RawServer, streamHead } from './__fixtures__/raw-server.ts';
import { hear, never, patient, vendorStage } from './__fixtures__/vendor-stage.ts';

const { serve, providerAt, clear } = vendorStage('openai-compatible');
afterEach(clear);

const DRIP_MS = 20;
/** Each drop comes long before it, so that only the limit of the whole can end the call. */
const LIMIT_MS = 400;
const SLACK_MS = 1_500;

/** Sends a head, and then one byte after the other for as long as somebody listens. */
function dripping(head: string, byte: string): Promise<RawServer> {
  return serve(async (socket) => {
    socket.write(head);
    while (!socket.destroyed) {
      socket.write(byte);
      await sleep(DRIP_MS);
    }
  });
}

async function timed<Outcome>(call: () => Promise<Outcome>) {
  const startedAt = performance.now();
  const outcome = await call();
  return { outcome, ms: performance.now() - startedAt };
}

const listHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n';
const refusedHead = 'HTTP/1.1 500 No\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n';

describe('one byte after the other, without an end', () => {
  test.each([
    ['a line of an answer', streamHead, 'a', { totalMs: LIMIT_MS }, 'timeout'],
    ['blank lines of an answer', streamHead, '\n', { totalMs: LIMIT_MS }, 'timeout'],
    ['headers', 'HTTP/1.1 200 OK\r\nx-slow: ', 'a', { totalMs: LIMIT_MS }, 'timeout'],
    ['a refusal', refusedHead, 'a', { tailMs: LIMIT_MS }, 'failing'],
    ['a page in place of an answer', listHead, ' ', { tailMs: LIMIT_MS }, 'garbled'],
  ])('is given up as %s', async (_, head, byte, limit, problem) => {
    const server = await dripping(head, byte);
    const provider = providerAt(server.url, { limits: { ...patient, idleMs: 200, ...limit } });
    const { outcome, ms } = await timed(() => hear(provider.stream(exampleRequest, never)));
    expect(outcome.error).toMatchObject({ problem });
    expect(ms).toBeGreaterThan(LIMIT_MS - 50);
    expect(ms).toBeLessThan(LIMIT_MS + SLACK_MS);
    await server.hungUp();
  });

  test.each([
    ['a list of models', listHead, ' '],
    ['the headers of a list', 'HTTP/1.1 200 OK\r\nx-slow: ', 'a'],
    ['a refused list', refusedHead, 'a'],
  ])('is given up as %s', async (_, head, byte) => {
    const server = await dripping(head, byte);
    const provider = providerAt(server.url, { limits: { ...patient, modelsMs: LIMIT_MS } });
    const { outcome, ms } = await timed(() => provider.models(never).catch((error: unknown) => error));
    expect(outcome).toMatchObject({ problem: 'timeout' });
    expect(ms).toBeGreaterThan(LIMIT_MS - 50);
    expect(ms).toBeLessThan(LIMIT_MS + SLACK_MS);
    await server.hungUp();
  });

  test('ends earlier where nothing comes any more', async () => {
    const server = await serve((socket) => void socket.write(`${streamHead}data: {"a`));
    const provider = providerAt(server.url, { limits: { ...patient, idleMs: 300 } });
    const { outcome, ms } = await timed(() => hear(provider.stream(exampleRequest, never)));
    expect(outcome.error).toMatchObject({ problem: 'stalled' });
    expect(ms).toBeLessThan(300 + SLACK_MS);
  });
});

describe('a list of models', () => {
  test.each(['openai-compatible', 'gemini', 'anthropic', 'lmstudio'] as const)(
    'of %s keeps no more models than anybody offers',
    async (kind) => {
      const entries = Array.from({ length: 9_000 }, (_, index) => ({ id: `m${index}`, name: `m${index}` }));
      const body = JSON.stringify({ data: entries, models: entries });
      const server = await serve((socket) => void socket.end(answer(200, body)));
      const models = await providerAt(server.url, { kind, limits: patient }).models(never);
      expect(models).toHaveLength(5_000);
    },
  );

  test('may be as long as the longest that is known, twice over', async () => {
    const entries = Array.from({ length: 800 }, (_, index) => ({
      id: `vendor/model-${index}`,
      name: `Model ${index}`,
      description: 'Words, and more words, of what it can do. '.repeat(50),
      architecture: { input_modalities: ['text', 'image'] },
      pricing: { prompt: '0.000001', completion: '0.000002' },
      supported_parameters: Array.from({ length: 20 }, (__, each) => `parameter_${each}`),
    }));
    const body = JSON.stringify({ data: entries });
    expect(body.length).toBeGreaterThan(2_000_000);
    const server = await serve((socket) => void socket.end(answer(200, body)));
    expect(await providerAt(server.url, { limits: patient }).models(never)).toHaveLength(800);
  });
});

test('a refusal that opens its title a thousand times is read at once', async () => {
  const page = `<${'<title'.repeat(10_000)}`;
  const server = await serve((socket) => void socket.end(answer(500, page, { 'content-type': 'text/html' })));
  const startMs = processorMs();
  const { error } = await hear(providerAt(server.url).stream(exampleRequest, never));
  const ms = processorMs() - startMs;
  expect(error).toMatchObject({ problem: 'failing' });
  expect(leastMs(100, () => ms)).toBeLessThanOrEqual(100);
});
