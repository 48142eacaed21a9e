import { describe, expect, test } from 'vitest';
import { createPrices } from './prices.ts';

const noon = new Date('2026-11-20T12:00:00.000Z');
const { costOf, withPrices } = createPrices(() => noon);
const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

/*
 * Prices of the vendors' own pages as the list of this version has them; one that changes there changes here
 * with the next version of the list.
 */
describe('a call costs what the vendor asks', () => {
  test.each([
    ['openai', 'gpt-4o-mini', { inputTokens: 10_000, outputTokens: 1_000 }, 0.0021],
    ['openai', 'gpt-4o-mini-2024-07-18', { inputTokens: 10_000, outputTokens: 1_000 }, 0.0021],
    ['openai', 'gpt-5.2', { inputTokens: 10_000, outputTokens: 1_000 }, 0.0315],
    ['anthropic', 'claude-opus-4-7', { inputTokens: 10_000, outputTokens: 1_000 }, 0.075],
    ['deepseek', 'deepseek-chat', { inputTokens: 100_000, outputTokens: 10_000 }, 0.038],
    ['gemini', 'gemini-2.5-flash', { inputTokens: 10_000, outputTokens: 1_000 }, 0.0055],
    ['openrouter', 'openai/gpt-4o-mini', { inputTokens: 10_000, outputTokens: 1_000 }, 0.0021],
  ] as const)('%s · %s', async (kind, model, usage, cost) => {
    expect(await costOf({ kind, model }, usage)).toBeCloseTo(cost, 6);
  });

  test('what was still in its cache at the price of that, and what it wrote there at the price of that', async () => {
    const usage = { inputTokens: 10_000, outputTokens: 0, cachedInputTokens: 8_000 };
    expect(await costOf({ kind: 'openai', model: 'gpt-4o-mini' }, usage)).toBeCloseTo(0.0009, 6);
    const written = { ...usage, cacheWriteTokens: 1_000 };
    // 1000 fresh at $5, 8000 read at $0.50, 1000 written at $6.25.
    expect(await costOf({ kind: 'anthropic', model: 'claude-opus-4-7' }, written)).toBeCloseTo(0.01525, 6);
  });

  test('more for a long prompt where the vendor takes more', async () => {
    const brain = { kind: 'gemini', model: 'gemini-2.5-pro' } as const;
    expect(await costOf(brain, { inputTokens: 200_000, outputTokens: 0 })).toBeCloseTo(0.25, 6);
    expect(await costOf(brain, { inputTokens: 300_000, outputTokens: 0 })).toBeCloseTo(0.75, 6);
  });

  test('less at the hours at which the vendor takes less', async () => {
    const night = createPrices(() => new Date('2026-11-20T20:00:00.000Z'));
    const brain = { kind: 'deepseek', model: 'deepseek-chat' } as const;
    expect(await night.costOf(brain, million)).toBeCloseTo(0.685, 6);
    expect(await costOf(brain, million)).toBeCloseTo(1.37, 6);
  });
});

test('what the vendor says it took wins over the list', async () => {
  const usage = { ...million, billed: 0.0123 };
  expect(await costOf({ kind: 'openrouter', model: 'openai/gpt-4o-mini' }, usage)).toBe(0.0123);
});

test.each(['demo', 'ollama', 'lmstudio'] as const)('%s costs nothing', async (kind) => {
  expect(await costOf({ kind, model: 'gpt-4o' }, million)).toBe(0);
  expect(await withPrices(kind, [{ id: 'a' }])).toEqual([{ id: 'a', inputPrice: 0, outputPrice: 0 }]);
});

test.each([
  ['openai', 'no-such-model'],
  ['openai', 'text-embedding-3-small'],
  ['deepseek', 'gpt-4o'],
  ['openai-compatible', 'gpt-4o'],
] as const)('the price of %s · %s is unknown, which is not zero', async (kind, model) => {
  expect(await costOf({ kind, model }, million)).toBeUndefined();
  expect(await withPrices(kind, [{ id: model }])).toEqual([{ id: model }]);
});

test('a model that is given away costs nothing', async () => {
  const model = 'meta-llama/llama-3.3-70b-instruct:free';
  expect(await costOf({ kind: 'openrouter', model }, million)).toBe(0);
});

test('counts that cannot be are charged as far as they can', async () => {
  const usage = { inputTokens: 1_000, outputTokens: 0, cachedInputTokens: 5_000, cacheWriteTokens: 5_000 };
  expect(await costOf({ kind: 'openai', model: 'gpt-4o-mini' }, usage)).toBeCloseTo(0.000075, 8);
});

test('models of a list get what their vendor does not tell, and keep what it tells', async () => {
  const told = { id: 'openai/gpt-4o-mini', inputPrice: 0.2, outputPrice: 0.7, contextTokens: 1000 };
  expect(await withPrices('openrouter', [told])).toEqual([told]);
  expect(await withPrices('openai', [{ id: 'gpt-5.4' }, { id: 'unheard-of' }])).toEqual([
    {
      id: 'gpt-5.4',
      contextTokens: 1_050_000,
      inputPrice: 2.5,
      outputPrice: 15,
      cachedInputPrice: 0.25,
    },
    { id: 'unheard-of' },
  ]);
});
