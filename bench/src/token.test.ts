import { expect, test } from 'vitest';
import { agesOf, TOKEN_LENGTH, tokenSentAt } from './token.ts';

test('a token carries the moment it was sent through any text', () => {
  const sent = 1_234_567_890;
  const text = `"${tokenSentAt(sent)}${tokenSentAt(sent + 40)}`;
  expect(agesOf(text, sent + 100)).toEqual([100, 60]);
  expect(tokenSentAt(sent)).toHaveLength(TOKEN_LENGTH);
});

test('a token that is cut in the middle is not counted', () => {
  expect(agesOf(tokenSentAt(5).slice(0, -1), 10)).toEqual([]);
});
