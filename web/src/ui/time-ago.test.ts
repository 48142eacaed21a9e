import { expect, test } from 'vitest';
import { timeAgo } from './time-ago.tsx';

const now = Date.parse('2026-03-12T12:00:00Z');

test.each([
  ['2026-03-12T11:59:40Z', 'this minute'],
  ['2026-03-12T11:55:00Z', '5 minutes ago'],
  ['2026-03-12T09:30:00Z', '2 hours ago'],
  ['2026-03-11T11:00:00Z', 'yesterday'],
  ['2026-02-01T12:00:00Z', 'February 1, 2026'],
])('%s is %s', (at, words) => {
  expect(timeAgo(Date.parse(at), now, 'en')).toBe(words);
});
