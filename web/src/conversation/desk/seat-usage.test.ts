import type { Conversation } from '@chimera/protocol/conversation';
import { conversationOf } from '@chimera/protocol/reduce-conversation';
import { defaultSettings } from '@chimera/protocol/conversation';
import { expect, test } from 'vitest';
import { english } from '../../words/english.ts';
import { numbersIn } from '../../words/numbers.ts';
import { moneyText } from './seat-meters.tsx';
import { usageOfSeats } from './seat-usage.ts';

const seat = (id: string, name: string) => ({
  id,
  personaId: 'p',
  name,
  brain: null,
  presence: 'stage' as const,
});
const conversation = (usageBySeat?: Conversation['usageBySeat']): Conversation => ({
  ...conversationOf('c', 'g', {
    type: 'conversation-created',
    at: '2026-01-01T00:00:00.000Z',
    title: 'T',
    topic: 'T',
    format: 'free-talk',
    settings: defaultSettings,
    seats: [seat('a', 'Ada'), seat('b', 'Bo'), seat('c', 'Cy')],
  }),
  ...(usageBySeat && { usageBySeat }),
});
const used = { inputTokens: 1_000, outputTokens: 234 };

test('each seat that used something has a row, and who left comes last', () => {
  const rows = usageOfSeats(conversation({ gone: used, b: { ...used, cost: 0.02 }, a: used }));
  expect(rows.map(({ name, tokens, cost }) => [name, tokens, cost])).toEqual([
    ['Ada', 1_234, null],
    ['Bo', 1_234, 0.02],
    [null, 1_234, null],
  ]);
  expect(usageOfSeats(conversation())).toEqual([]);
});

test.each([
  [{ ...used, cost: 0 }, '$0.00'],
  [{ ...used, cost: 0.25 }, '$0.25'],
  [{ ...used, cost: 0.25, estimated: true }, 'about $0.25'],
  [{ ...used, unpriced: true }, 'price unknown'],
  [{ ...used, cost: 0.25, unpriced: true }, '$0.25 and calls of unknown price'],
] as const)('%j reads “%s”', (totals, text) => {
  const [row] = usageOfSeats(conversation({ a: totals }));
  expect(row && moneyText(row, english.conversation, numbersIn('en'))).toBe(text);
});
