import { afterEach, expect, test } from 'vitest';
import type { Model } from '@chimera/protocol/provider';
import { Discovery } from './discovery.ts';
import { ProviderError } from './provider.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const absent = new ProviderError('unreachable', 'Nothing answers.', { retryable: true });

function machine(answer: (asked: number) => Promise<readonly Model[]>) {
  let asked = 0;
  let now = 0;
  const models = () => {
    asked += 1;
    return answer(asked);
  };
  const discovery = new Discovery([{ id: 'ollama', models }], () => now);
  closing.push(() => discovery.close());
  const pass = (ms: number) => {
    now += ms;
  };
  return { discovery, pass, asked: () => asked };
}

test('a server is unknown, then found with the models that can talk', async () => {
  const { discovery } = machine(async () => [
    { id: 'nomic-embed-text' },
    { id: 'bge-m3' },
    { id: 'llama3.2' },
  ]);
  expect(discovery.sightingOf('ollama')).toEqual({ state: 'unknown' });
  await discovery.settled();
  expect(discovery.sightingOf('ollama')).toMatchObject({ state: 'found', models: [{ id: 'llama3.2' }] });
});

test('an answer is remembered for ten seconds and renewed in the background', async () => {
  const { discovery, pass, asked } = machine(async (count) => {
    if (count === 1) throw absent;
    return [{ id: 'llama3.2' }];
  });
  await discovery.settled();
  expect(discovery.sightingOf('ollama')).toEqual({ state: 'absent', error: absent });
  pass(9_999);
  discovery.sightingOf('ollama');
  expect(asked()).toBe(1);
  pass(1);
  expect(discovery.sightingOf('ollama').state).toBe('absent');
  expect(asked()).toBe(2);
  await new Promise(setImmediate);
  expect(discovery.sightingOf('ollama').state).toBe('found');
});

test('a doubt makes the next question look again', async () => {
  const { discovery, asked } = machine(async () => []);
  await discovery.settled();
  discovery.doubt();
  discovery.sightingOf('ollama');
  expect(asked()).toBe(2);
});

test('a server that does not answer holds nobody up for long', async () => {
  const hanging = new Discovery(
    [{ id: 'lmstudio', models: (signal) => new Promise((_, reject) => onAbort(signal, reject)) }],
    () => performance.now(),
  );
  closing.push(() => hanging.close());
  const startedAt = performance.now();
  await hanging.settled();
  expect(performance.now() - startedAt).toBeLessThan(1_500);
  expect(hanging.sightingOf('lmstudio').state).toBe('absent');
});

test('after it is closed nobody is asked', async () => {
  const { discovery, asked } = machine(async () => []);
  discovery.close();
  await discovery.settled();
  expect(asked()).toBe(0);
});

function onAbort(signal: AbortSignal, then: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => then(signal.reason), { once: true });
}
