import { describe, expect, test } from 'vitest';
import { reachedLimit } from './reached-limit.ts';

const today = { cost: 0.5, tokens: 20_000 };
const month = { cost: 7 };
const reached = (limits: object, operator: number | null = null) =>
  reachedLimit({ today, month, limits }, operator);

test('without a limit, and below every limit, nothing stops', () => {
  expect(reached({})).toBeNull();
  expect(reached({ costPerDay: 0.51, costPerMonth: 7.01, tokensPerDay: 20_001 }, 0.51)).toBeNull();
});

test.each([
  [{ costPerDay: 0.5 }, null, 'max-cost-day', 'Stopped at $0.50, the limit of a day that you set.'],
  [{ costPerMonth: 7 }, null, 'max-cost-month', 'Stopped at $7.00, the limit of a month that you set.'],
  [
    { tokensPerDay: 20_000 },
    null,
    'max-tokens-day',
    'Stopped at 20,000 tokens, the limit of a day that you set.',
  ],
  [{}, 0.5, 'max-cost-day', 'Stopped at $0.50, the limit of a day that this server sets.'],
  [{ costPerDay: 0.005 }, 0.5, 'max-cost-day', 'Stopped at $0.005, the limit of a day that you set.'],
] as const)('%j with %j of the operator stops and says which', (limits, operator, code, text) => {
  expect(reached(limits, operator)).toEqual({ code, text });
});

describe('the operator’s limit', () => {
  test('holds for owners who allow themselves more', () => {
    expect(reached({ costPerDay: 100 }, 0.4)?.text).toBe(
      'Stopped at $0.40, the limit of a day that this server sets.',
    );
  });
});
