import { expect, test } from 'vitest';
import { GrowingList, tally, tallyBy } from './growing-list.ts';

test('what is handed out stays as it was, and is the same until something changes', () => {
  const words = new GrowingList<string>();
  words.push('a');
  const before = words.list;
  expect(words.list).toBe(before);
  words.push('b');
  expect([before, words.list, words.last]).toEqual([['a'], ['a', 'b'], 'b']);
});

/** Which items it was shown, and how many there are. */
function counting() {
  const seen: string[] = [];
  const count = tally(
    () => ({ sum: 0 }),
    (state, word: string) => {
      seen.push(word);
      state.sum += 1;
    },
  );
  return { seen, count };
}

test('each item is counted once while the list grows', () => {
  const { seen, count } = counting();
  const words = new GrowingList<string>();
  expect(count(words.list).sum).toBe(0);
  for (const word of ['a', 'b', 'c']) {
    words.push(word);
    count(words.list);
    count(words.list);
  }
  expect(count(words.list).sum).toBe(3);
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('a list of earlier is counted as it was, and does not disturb the one of now', () => {
  const { seen, count } = counting();
  const words = new GrowingList<string>();
  words.push('a');
  const before = words.list;
  words.push('b');
  expect(count(words.list).sum).toBe(2);
  expect(count(before).sum).toBe(1);
  words.push('c');
  expect(count(words.list).sum).toBe(3);
  expect(seen).toEqual(['a', 'b', 'a', 'c']);
});

test('another list in its place is counted from the beginning, and so is one that never grew', () => {
  const { seen, count } = counting();
  const words = new GrowingList<string>();
  words.push('a');
  count(words.list);
  words.replace(['x', 'y']);
  expect(count(words.list).sum).toBe(2);
  expect(count(['z']).sum).toBe(1);
  expect(seen).toEqual(['a', 'x', 'y', 'z']);
});

test('each purpose has its own count; of more purposes than are kept the one that was asked for last long ago is counted anew', () => {
  let counted = 0;
  const after = tallyBy(
    (from: number) => String(from),
    () => ({ sum: 0 }),
    (state, _: string, at, from) => {
      counted += 1;
      if (at >= from) state.sum += 1;
    },
  );
  const words = new GrowingList<string>();
  for (const word of ['a', 'b', 'c']) words.push(word);
  expect([after(words.list, 0).sum, after(words.list, 2).sum, counted]).toEqual([3, 1, 6]);
  for (let from = 10; from < 80; from += 1) {
    after(words.list, from);
    after(words.list, 2);
  }
  expect(counted).toBe(6 + 70 * 3);
  after(words.list, 0);
  expect(counted).toBe(6 + 71 * 3);
});
