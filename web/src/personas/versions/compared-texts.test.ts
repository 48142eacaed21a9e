import { expect, test } from 'vitest';
import { comparedTexts, type TextPart } from './compared-texts.ts';

const changedOf = (parts: readonly TextPart[]) =>
  parts.filter(({ isChanged }) => isChanged).map(({ text }) => text);
const wholeOf = (parts: readonly TextPart[]) => parts.map(({ text }) => text).join('');

test.each([
  ['one two three', 'one 2 three', [' two'], [' 2']],
  ['the same', 'the same', [], []],
  ['', 'all new', [], ['all new']],
  ['a a a', 'a a', [' a'], []],
  ['end', 'end and more', [], [' and more']],
  ['line one\nline two', 'line one\n\nline two', ['\nline'], ['\n\nline']],
  [
    'You never hurry. You cannot stand bridges, and measure in crossings.',
    'You hurry when it rains. You cannot stand bridges.',
    [' never hurry.', ' bridges, and measure in crossings.'],
    [' hurry when it rains.', ' bridges.'],
  ],
  ['a b c d e', 'a x c y e', [' b', ' d'], [' x', ' y']],
])('“%s” beside “%s”', (left, right, changedLeft, changedRight) => {
  const [a, b] = comparedTexts(left, right);
  expect([changedOf(a), changedOf(b)]).toEqual([changedLeft, changedRight]);
  expect([wholeOf(a), wholeOf(b)]).toEqual([left, right]);
});

test('texts of 40,000 letters are no work, alike or not', () => {
  const long = 'word '.repeat(8000);
  const from = performance.now();
  const [, b] = comparedTexts(long, `${long}more`);
  expect(changedOf(b).join('').trim()).toBe('more');
  const [other] = comparedTexts(long, 'text '.repeat(8000));
  expect(changedOf(other).join('').trim()).toBe(long.trim());
  expect(performance.now() - from).toBeLessThan(500);
});
