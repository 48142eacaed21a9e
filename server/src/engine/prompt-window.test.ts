import { describe, expect, test } from 'vitest';
import type { PromptLine } from './prompt-lines.ts';
import { historyBudget, PromptWindow } from './prompt-window.ts';

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
  const leftOut = (text: string) => {
    const window = new PromptWindow<PromptLine>(400);
    for (let seq = 1; seq <= 40; seq += 1) window.push({ role: 'user', text, seq });
    return window.untilSeq ?? 0;
  };
  expect(leftOut('rain'.repeat(10))).toBe(0);
  expect(leftOut('дождь'.repeat(8))).toBeGreaterThan(10);
});
