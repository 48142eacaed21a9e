import { expect, test } from 'vitest';
import { changedParts } from './changed-part.ts';

test.each([
  ['one two three', 'one 2 three', ' two', ' 2'],
  ['the same', 'the same', '', ''],
  ['', 'all new', '', 'all new'],
  ['a a a', 'a a', ' a', ''],
  ['end', 'end and more', '', ' and more'],
  ['line one\nline two', 'line one\n\nline two', '\nline', '\n\nline'],
])('“%s” beside “%s”', (left, right, changedLeft, changedRight) => {
  const [a, b] = changedParts(left, right);
  expect([a.changed, b.changed]).toEqual([changedLeft, changedRight]);
  expect(a.before + a.changed + a.after).toBe(left);
  expect(b.before + b.changed + b.after).toBe(right);
});

test('a text of 40,000 letters is no work', () => {
  const long = 'word '.repeat(8000);
  const from = performance.now();
  const [, b] = changedParts(long, `${long}more`);
  expect(b.changed.trim()).toBe('more');
  expect(performance.now() - from).toBeLessThan(500);
});
