import { describe, expect, test } from 'vitest';
import type { PromptLine } from './prompt-lines.ts';
import { historyBudget, windowed } from './prompt-window.ts';

const system = 'x'.repeat(2400);
const size = (contextTokens: number) => ({ prompt: 'full', contextTokens }) as const;

describe('the room for the talk', () => {
  test.each([
    [2048, 448],
    [4096, 2496],
    [8192, 5953],
    [16_384, 8000],
    [1_000_000, 8000],
    [512, 400],
  ])('in a context of %d is %d tokens', (contextTokens, tokens) => {
    expect(historyBudget(size(contextTokens), system)).toBe(tokens);
  });

  test('is smaller where the system text takes more tokens for its letters', () => {
    expect(historyBudget(size(4096), '雨'.repeat(600))).toBe(2496);
  });
});

test('a talk in another script is cut sooner, for the same letters are more tokens', () => {
  const talk = (text: string): PromptLine[] =>
    Array.from({ length: 40 }, (_, seq) => ({ role: 'user', text, seq }));
  expect(windowed(talk('rain'.repeat(10)), 400).leftOut).toHaveLength(0);
  expect(windowed(talk('дождь'.repeat(8)), 400).leftOut.length).toBeGreaterThan(10);
});
