import { expect, test } from 'vitest';
import { durationWords } from './duration-words.ts';

test.each([
  [1, '1 second'],
  [1_000, '1 second'],
  [19_001, '20 seconds'],
  [119_000, '119 seconds'],
  [120_000, '2 minutes'],
  [600_001, '11 minutes'],
  [7_200_000, '2 hours'],
])('%d ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});
