import { expect, test } from 'vitest';
import { chatChunkReader } from './chat-chunk.ts';

const counted = (usage: object, costField?: 'cost') =>
  chatChunkReader(costField ? { costField } : {})(JSON.stringify({ choices: [], usage }))?.usage;
const tokens = { prompt_tokens: 1500, completion_tokens: 20 };

test.each([
  ['nothing but the tokens', {}, {}],
  ['what was read', { prompt_tokens_details: { cached_tokens: 1024 } }, { cachedInputTokens: 1024 }],
  [
    'what was read and written',
    { prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 400 } },
    { cachedInputTokens: 1024, cacheWriteTokens: 400 },
  ],
  [
    "DeepSeek's words for what was read",
    { prompt_cache_hit_tokens: 1280, prompt_cache_miss_tokens: 220 },
    { cachedInputTokens: 1280 },
  ],
  ['counts that are none', { prompt_tokens_details: { cached_tokens: -1, cache_write_tokens: '9' } }, {}],
  ['a cost in a currency that is not known', { cost: 0.5 }, {}],
])('a vendor that counts %s is understood', (_, usage, more) => {
  expect(counted({ ...tokens, ...usage })).toEqual({ inputTokens: 1500, outputTokens: 20, ...more });
});

test.each([
  [
    'what it took',
    { cost: 0.0125, is_byok: false, cost_details: { upstream_inference_cost: 0.0125 } },
    0.0125,
  ],
  [
    'its fee and what the vendor behind takes',
    { cost: 0.5, is_byok: true, cost_details: { upstream_inference_cost: 0.25 } },
    0.75,
  ],
  ['a fee alone', { cost: 0.5, is_byok: true, cost_details: { upstream_inference_cost: null } }, 0.5],
  ['nothing for a free model', { cost: 0 }, 0],
  ['no cost that can be read', { cost: 'much' }, undefined],
])('OpenRouter says %s', (_, usage, billed) => {
  expect(counted({ ...tokens, ...usage }, 'cost')?.billed).toBe(billed);
});
