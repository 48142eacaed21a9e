import { expect, test } from 'vitest';
import { reasonSentence } from './reason-sentence.ts';

test.each([
  ['was asked by Zoe', 'Dorothy was asked by Zoe.'],
  ['You asked Dorothy to speak.', 'You asked Dorothy to speak.'],
  ['élève', 'Dorothy élève.'],
])('“%s” reads “%s”', (reason, sentence) => {
  expect(reasonSentence('Dorothy', reason)).toBe(sentence);
});
