import { expect, test } from 'vitest';
import { contextTokensOf, modelSize } from './model-size.ts';

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

test.each([
  ['ollama', 'llama3.1:8b', 16_384],
  ['ollama', 'llama3.2:3b', 8192],
  ['ollama', 'qwen3:4b', 16_384],
  ['ollama', 'gpt-oss:20b', 16_384],
  ['ollama', 'tinyllama', 2048],
  ['ollama', 'llama2:7b', 4096],
  ['ollama', 'llama3:8b', 8192],
  ['ollama', 'gemma2:9b', 8192],
  ['ollama', 'gemma3:12b', 16_384],
  ['lmstudio', 'gemma-3-12b-it', 4096],
  ['lmstudio', 'phi-2', 2048],
  ['gemini', 'gemini-3-pro', 16_384],
  ['openai', 'gpt-4', 8192],
  ['openai', 'a-model-of-tomorrow', 16_384],
  ['openai-compatible', 'llama3:8b', 16_384],
] as const)(
  '%s · %s is taken to hold a certain number of tokens where nobody tells',
  (kind, model, tokens) => {
    expect(modelSize({ kind, model }).contextTokens).toBe(tokens);
  },
);

test.each([
  ['ollama', { contextTokens: 131_072 }, 16_384],
  ['ollama', { contextTokens: 6144 }, 6144],
  ['ollama', { contextTokens: 65_536, loaded: true }, 65_536],
  ['ollama', { contextTokens: 2048, loaded: true }, 2048],
  ['ollama', { loaded: true }, 16_384],
  ['lmstudio', { contextTokens: 131_072, loaded: false }, 4096],
  ['lmstudio', { contextTokens: 12_000, loaded: true }, 12_000],
  ['openrouter', { contextTokens: 1_000_000 }, 1_000_000],
  ['openai-compatible', { contextTokens: 8192 }, 8192],
  ['openai', {}, 16_384],
] as const)('%s that tells %o is believed as far as it is sensible', (kind, told, tokens) => {
  const model = 'some-model:8b';
  const contextTokens = contextTokensOf({ kind, model }, { id: model, ...told });
  expect(contextTokens).toBe(tokens);
  expect(modelSize({ kind, model, contextTokens }).contextTokens).toBe(tokens);
});
