import { describe, expect, test } from 'vitest';
import { claudeFamily } from './claude.ts';
import { contextWindow, withKnownFacts } from './known-facts.ts';

describe('what a model holds', () => {
  test.each([
    ['openai', 'gpt-3.5-turbo', 16_385],
    ['openai', 'gpt-4', 8192],
    ['openai', 'gpt-4-turbo-2024-04-09', 128_000],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:house::abc', 128_000],
    ['openai', 'gpt-4.1-nano', 1_047_576],
    ['openai', 'o4-mini', 200_000],
    ['openai', 'gpt-5-mini', 400_000],
    ['openai', 'gpt-5-chat-latest', 128_000],
    ['openai', 'gpt-5.2', 400_000],
    ['openai', 'gpt-5.4-mini', 400_000],
    ['openai', 'gpt-5.5', 1_050_000],
    ['openai', 'gpt-5.6-luna', 1_050_000],
    ['openai', 'gpt-7', null],
    ['openai', 'whatever-a-proxy-serves', null],
    ['deepseek', 'deepseek-chat', 128_000],
    ['deepseek', 'deepseek-v4-pro', 1_000_000],
    ['deepseek', 'deepseek-flash', 1_000_000],
    ['deepseek', 'deepseek-v9', null],
    ['anthropic', 'claude-3-5-haiku-20241022', 200_000],
    ['anthropic', 'claude-sonnet-4-20250514', 200_000],
    ['anthropic', 'claude-sonnet-4-5-20250929', 200_000],
    ['anthropic', 'claude-opus-4-6', 1_000_000],
    ['anthropic', 'claude-opus-5-5-20260922', 1_000_000],
    ['anthropic', 'claude-fable-5-1', 1_000_000],
    ['anthropic', 'claude-opus-7', null],
    ['anthropic', 'kimi-k3', null],
    ['gemini', 'models/gemini-2.5-pro', 1_048_576],
    ['gemini', 'gemini-3-pro-preview', 1_000_000],
    ['gemini', 'gemini-3.8-flash', 1_048_576],
    ['gemini', 'gemini-5-pro', null],
    ['gemini', 'gemma-3-27b-it', null],
    ['openrouter', 'anthropic/claude-opus-4.8', 1_000_000],
    ['openrouter', 'openai/gpt-4o:extended', 128_000],
    ['openrouter', 'google/gemini-2.5-flash', 1_048_576],
    ['openrouter', 'deepseek/deepseek-v4-pro', null],
    ['openrouter', 'openrouter/auto', null],
    ['ollama', 'gpt-oss:20b', null],
    ['lmstudio', 'qwen2.5-7b-instruct', null],
    ['openai-compatible', 'gpt-4o', null],
    ['demo', 'improviser', null],
  ] as const)('%s %s: %s', (kind, model, tokens) => {
    expect(contextWindow({ kind, model })).toBe(tokens);
  });
});

test('a listed model has what its family is known for, unless the vendor says otherwise', () => {
  expect(withKnownFacts('openai', { id: 'o3-mini' })).toEqual({
    id: 'o3-mini',
    contextTokens: 200_000,
    vision: false,
  });
  const listed = { id: 'claude-opus-5', contextTokens: 500_000, vision: false };
  expect(withKnownFacts('anthropic', listed)).toEqual(listed);
  expect(withKnownFacts('ollama', { id: 'o3-mini' })).toEqual({ id: 'o3-mini' });
});

test.each([
  ['claude-3-7-sonnet-20250219', 'budget', 'omit', 'one', false, 1024],
  ['claude-opus-4-1-20250805', 'budget', 'omit', 'one', false, 1024],
  ['claude-haiku-4-5', 'budget', 'omit', 'one', false, 4096],
  ['claude-sonnet-4-6', 'effort', 'omit', 'one', false, 2048],
  ['claude-opus-4-7', 'effort', 'omit', 'refused', false, 4096],
  ['claude-opus-4-8', 'effort', 'omit', 'refused', true, 1024],
  ['claude-opus-5', 'effort', 'disabled', 'refused', true, 512],
  ['claude-sonnet-5-20260630', 'effort', 'disabled', 'refused', false, 1024],
  ['claude-sonnet-5-5', 'effort', 'between_tools', 'refused', true, undefined],
  ['claude-opus-5-5', 'effort', 'impossible', 'refused', true, undefined],
  ['claude-fable-5', 'effort', 'impossible', 'refused', true, 512],
  ['claude-fable-5-2', 'effort', 'impossible', 'refused', true, undefined],
  ['claude-opus-9', 'effort', 'impossible', 'refused', false, undefined],
] as const)('%s is known by its id', (model, thinking, off, sampling, lateSystem, minTokens) => {
  const { cache, ...family } = claudeFamily(model);
  expect(family).toMatchObject({ thinking, off, sampling, lateSystem });
  expect(cache).toMatchObject({ marks: 'cache-control' });
  expect(cache?.minTokens).toBe(minTokens);
});
