import { expect, test } from 'vitest';
import { tokensIn } from './tokens-in.ts';

test.each([
  ['', 0],
  ['Bo: Is it raining?', 5],
  ['“Déjà vu” – für Ömer…', 6],
  ['Идёт ли дождь?', 7],
  ['雨が降っていますか', 9],
  ['是下雨了吗？', 6],
  ['☔ 🧾', 3],
])('%j is about %d tokens', (text, tokens) => {
  expect(tokensIn(text)).toBe(tokens);
});
