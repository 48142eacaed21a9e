import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { seatOfColour } from './seat-of-colour.ts';

// The hexes of the seats in the light theme, by the design.
const HEXES =
  '#622b02 #0e7093 #3f297d #6a6b0a #84295b #1f4d9a #054837 #6a4b04 #a53f45 #70337e #075d61 #357825'.split(
    ' ',
  );

test('the colour of a seat is that seat', () => {
  expect(HEXES.map((hex) => seatOfColour(hex, 'x'))).toEqual(HEXES.map((_, index) => index + 1));
});

test('the hues are those of the theme', () => {
  const here = import.meta.url;
  const css = readFileSync(new URL('../theme/light.css', here).pathname, 'utf8');
  const seats = [...css.matchAll(/--seat-(\d+): (oklch\([^)]+\))/g)];
  expect(seats).toHaveLength(12);
  for (const [, seat, colour] of seats) expect(seatOfColour(colour ?? '', 'x')).toBe(Number(seat));
});

test.each([['#4a5568'], ['#777777'], ['grey'], ['var(--x)'], ['#12'], ['']])(
  '“%s” wishes for no hue: the same key always gives the same seat',
  (wish) => {
    const seat = seatOfColour(wish, 'ada');
    expect(seat).toBeGreaterThanOrEqual(1);
    expect(seat).toBeLessThanOrEqual(12);
    expect(seatOfColour(wish, 'ada')).toBe(seat);
    expect(
      new Set(['ada', 'bo', 'cy', 'di', 'ed', 'flo'].map((key) => seatOfColour(wish, key))).size,
    ).toBeGreaterThan(2);
  },
);
