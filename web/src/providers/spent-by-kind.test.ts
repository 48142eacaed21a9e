import type { Spending } from '@chimera/protocol/spending';
import { expect, test } from 'vitest';
import { spentByKind } from './spent-by-kind.ts';

const nothing = { calls: 0, inputTokens: 0, outputTokens: 0, cost: 0, unpriced: 0 };
const openai = { ...nothing, connectionId: 'openai', kind: 'openai' as const };
const spending: Spending = {
  today: nothing,
  month: nothing,
  limits: {},
  byDay: [],
  byModel: [
    { ...openai, model: 'a', cost: 1.5 },
    { ...openai, model: 'b', cost: 0.25, unpriced: 2 },
    { ...nothing, connectionId: 'ollama', kind: 'ollama', model: 'c' },
  ],
};

test('a provider’s models and connections are one sum, and who was not called has none', () => {
  const spent = spentByKind(spending);
  expect(spent.get('openai')).toEqual({ cost: 1.75, unpriced: 2 });
  expect(spent.get('ollama')).toEqual({ cost: 0, unpriced: 0 });
  expect(spent.has('anthropic')).toBe(false);
});
