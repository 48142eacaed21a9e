import type { Provider } from '@chimera/protocol/provider';
import { expect, test } from 'vitest';
import { localBrains } from './local-brains.ts';

function provider(kind: Provider['kind'], status: Provider['status'], local = false): Provider {
  const connections = [{ id: kind, kind, label: kind, builtIn: true, status, detail: '' }];
  return { kind, name: kind, local, needsKey: !local, status, detail: '', connections };
}

const demo = provider('demo', 'ready', true);

test('nothing is said before the providers are known', () => {
  expect(localBrains([])).toBeNull();
});

test('nothing is said when a provider that somebody set up is ready', () => {
  expect(localBrains([demo, provider('ollama', 'ready', true), provider('openai', 'ready')])).toBeNull();
});

test('a local provider that answers is offered', () => {
  const ollama = provider('ollama', 'ready', true);
  expect(localBrains([demo, ollama, provider('lmstudio', 'unreachable', true)])).toEqual([ollama]);
});

test('with the demo brain alone there is nothing to offer, and something to say', () => {
  expect(localBrains([demo, provider('openai', 'no-key')])).toEqual([]);
});
