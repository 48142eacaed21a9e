import { expect, test } from 'vitest';
import { estimatedTokens } from './estimated-tokens.ts';

test.each([
  ['', 0],
  ['Maps lie.', 3],
  ['Où est le café ?', 4],
  ['привет', 3],
  ['שלום', 2],
  ['地図は嘘', 4],
  ['🦊🦊', 2],
])('%j has about %i tokens', (text, tokens) => {
  expect(estimatedTokens(text)).toBe(tokens);
});
