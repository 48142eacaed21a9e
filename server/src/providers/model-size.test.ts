import { expect, test } from 'vitest';
import { modelSize } from './model-size.ts';

test.each([
  ['ollama', 'llama3.2:1b', 'short'],
  ['ollama', 'llama3.2', 'short'],
  ['ollama', 'gemma3:4b-it-qat', 'short'],
  ['ollama', 'qwen2.5:0.5b', 'short'],
  ['ollama', 'smollm2:135m', 'short'],
  ['lmstudio', 'qwen2.5-3b-instruct', 'short'],
  ['lmstudio', 'phi-3.5-mini-instruct', 'short'],
  ['ollama', 'llama3.1:8b', 'full'],
  ['ollama', 'gpt-oss:20b', 'full'],
  ['openrouter', 'meta-llama/llama-3.3-70b-instruct', 'full'],
  ['openai', 'gpt-4.1-mini', 'full'],
  ['anthropic', 'claude-opus-4-7', 'full'],
  ['demo', 'improviser', 'full'],
] as const)('%s · %s is given a %s prompt', (kind, model, prompt) => {
  expect(modelSize({ kind, model }).prompt).toBe(prompt);
});

test('what runs at home is taken to hold no more than 4,096 tokens', () => {
  expect(modelSize({ kind: 'ollama', model: 'llama3.1:8b' }).contextTokens).toBe(4096);
  expect(modelSize({ kind: 'gemini', model: 'gemini-3-pro' }).contextTokens).toBeGreaterThan(4096);
});
