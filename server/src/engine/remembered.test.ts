import { expect, test, vi } from 'vitest';
import { remembered } from './remembered.ts';

test('an answer is made once for each thing, also when it is nothing', () => {
  const asked: string[] = [];
  const shout = remembered(({ text }: { readonly text: string }) => {
    asked.push(text);
    return text === '' ? null : text.toUpperCase();
  });
  const [hello, silence] = [{ text: 'hello' }, { text: '' }];
  expect([hello, silence, hello, silence].map(shout)).toEqual(['HELLO', null, 'HELLO', null]);
  expect(shout({ ...hello })).toBe('HELLO');
  expect(asked).toEqual(['hello', '', 'hello']);
});

test('what was asked about within the last ten seconds is kept, what was not is made again', () => {
  vi.useFakeTimers();
  try {
    let made = 0;
    const count = remembered((_: object) => {
      made += 1;
      return made;
    });
    const [used, left] = [{}, {}];
    expect([count(used), count(left)]).toEqual([1, 2]);
    for (let second = 0; second < 25; second += 2.5) {
      vi.advanceTimersByTime(2_500);
      count({});
      expect(count(used)).toBe(1);
    }
    const before = made;
    expect(count(left)).toBe(before + 1);
  } finally {
    vi.useRealTimers();
  }
});
