import { expect, test } from 'vitest';
import { olderThan } from './older-than.ts';

test.each([
  ['2026-01-01T12:00:00.499Z', true],
  ['2026-01-01T12:00:00.500Z', false],
  ['2026-01-01T12:00:00.501Z', false],
  // As an imported file may have them.
  ['2026-01-01T12:00:00Z', true],
  ['2026-01-01T12:00:00.5Z', false],
  ['2026-01-01T12:00Z', true],
  ['2030-01-01T00:00:00Z', false],
])('%s is more than ten days before: %s', (at, isOlder) => {
  const isTooOld = olderThan(10, () => new Date('2026-01-11T12:00:00.500Z'));
  expect(isTooOld(at)).toBe(isOlder);
});

test('without a number of days nothing is too old', () => {
  expect(olderThan(null, () => new Date())('1970-01-01T00:00:00Z')).toBe(false);
});
