import { expect, test } from 'vitest';
import { distanceFromEnd, followScroll, newRows, type FollowState } from './follow.ts';

const atEnd: FollowState = { pinned: true, geometry: { top: 600, height: 1000, view: 400 } };
const away: FollowState = { pinned: false, geometry: { top: 200, height: 1000, view: 400 } };

test.each([
  ['going up is leaving', atEnd, { top: 580, height: 1000, view: 400 }, false, false],
  [
    'going up by hand while rows are measured is leaving',
    atEnd,
    { top: 580, height: 1040, view: 400 },
    true,
    false,
  ],
  [
    'a list that scrolls by itself while it measures is not',
    atEnd,
    { top: 580, height: 1040, view: 400 },
    false,
    true,
  ],
  ['growth below is not', atEnd, { top: 600, height: 1060, view: 400 }, false, true],
  ['a viewport that shrinks is not', atEnd, { top: 600, height: 1000, view: 300 }, false, true],
  [
    'a viewport that grows pushes the top up and is not',
    atEnd,
    { top: 500, height: 1000, view: 500 },
    false,
    true,
  ],
  [
    'a smooth scroll on its way down is not arriving',
    away,
    { top: 400, height: 1000, view: 400 },
    false,
    false,
  ],
  ['arriving at the end is following again', away, { top: 600, height: 1000, view: 400 }, false, true],
  ['a pixel off the end is the end', away, { top: 598.4, height: 1000, view: 400 }, false, true],
  ['reading on below is not following', away, { top: 300, height: 1000, view: 400 }, true, false],
  ['a bounce past the end is the end', away, { top: 640, height: 1000, view: 400 }, true, true],
] as const)('%s', (...[, before, geometry, gesture, pinned]) => {
  expect(followScroll(before, geometry, gesture).pinned).toBe(pinned);
});

test('a smooth scroll to the end stays wanted through its midway events', () => {
  let state: FollowState = { pinned: true, geometry: { top: 0, height: 1000, view: 400 } };
  for (const top of [100, 300, 500, 600])
    state = followScroll(state, { top, height: 1000, view: 400 }, false);
  expect(state.pinned).toBe(true);
});

test('the distance from the end is never below zero', () => {
  expect(distanceFromEnd({ top: 700, height: 1000, view: 400 })).toBe(0);
});

test.each([
  [['a', 'b', 'c', 'd'], 'b', 2],
  [['a', 'b'], 'b', 0],
  [['x', 'y'], 'gone', 0],
  [['a'], undefined, 0],
])('new rows of %j after %j: %i', (order, lastSeen, count) => {
  expect(newRows(order, lastSeen)).toBe(count);
});
