import { defaultSettings } from '@chimera/protocol/conversation';
import { conversationOf } from '@chimera/protocol/reduce-conversation';
import { expect, test } from 'vitest';
import { english } from '../../words/english.ts';
import { numbersIn } from '../../words/numbers.ts';
import { moneyText } from './seat-meters.tsx';
import { totalsOf } from './totals.ts';

const conversation = conversationOf('c', 'g', {
  type: 'conversation-created',
  at: '2026-01-01T00:00:00.000Z',
  title: 'T',
  topic: 'T',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [],
});
const used = { inputTokens: 1_000, outputTokens: 234 };

test.each([
  [{ inputTokens: 0, outputTokens: 0 }, '$0.00'],
  [{ ...used, unpriced: true }, 'price unknown'],
  [{ ...used, cost: 0.75 }, '$0.25'],
  [{ ...used, cost: 0.75, estimated: true, unpriced: true }, 'about $0.25 and calls of unknown price'],
])('a run after one of $0.50, with %j in all, reads “%s”', (usage, text) => {
  const run = { ...conversation.run, costBefore: usage.inputTokens === 0 ? 0 : 0.5 };
  const { money } = totalsOf({ ...conversation, usage, run }, 0);
  expect(moneyText(money, english.conversation, numbersIn('en'))).toBe(text);
});
