import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, placed, placeOf, squareOf, wholeCrop, zoomed, zoomMost } from './crop.ts';

const picture = { width: 400, height: 200 };

test('it begins with the largest square in the middle', () => {
  expect(squareOf(picture, wholeCrop(picture))).toEqual({ left: 100, top: 0, side: 200 });
});

test('it moves with the hand and stops at the edges', () => {
  const crop = moved(picture, wholeCrop(picture), { x: 30, y: 30 });
  expect(squareOf(picture, crop)).toEqual({ left: 130, top: 0, side: 200 });
  expect(squareOf(picture, moved(picture, crop, { x: 999, y: 0 }))).toEqual({ left: 200, top: 0, side: 200 });
});

test('it comes nearer around its middle, and never too near', () => {
  const near = zoomed(picture, wholeCrop(picture), 2);
  expect(squareOf(picture, near)).toEqual({ left: 150, top: 50, side: 100 });
  expect(zoomed(picture, near, 99).zoom).toBe(zoomMost(picture));
  expect(zoomMost({ width: 40, height: 40 })).toBe(1);
  expect(zoomMost({ width: 9000, height: 9000 })).toBe(8);
});

test('a place is a share of the room that there is', () => {
  const crop = placed(picture, wholeCrop(picture), { across: 0 });
  expect(squareOf(picture, crop).left).toBe(0);
  expect(placeOf(picture, crop)).toEqual({ across: 0, down: 0.5 });
});

test('whatever is done, the square lies in the picture', () => {
  const size = fc.integer({ min: 1, max: 12_000 });
  const step = fc.oneof(
    fc.record({ x: fc.double({ noNaN: true }), y: fc.double({ noNaN: true }) }),
    fc.record({ zoom: fc.double({ noNaN: true }) }),
    fc.record({ across: fc.double({ min: 0, max: 1, noNaN: true }) }),
  );
  fc.assert(
    fc.property(size, size, fc.array(step, { maxLength: 20 }), (width, height, steps) => {
      const size = { width, height };
      let crop = wholeCrop(size);
      for (const each of steps) {
        if ('zoom' in each) crop = zoomed(size, crop, each.zoom);
        else if ('across' in each) crop = placed(size, crop, each);
        else crop = moved(size, crop, each);
        const { left, top, side } = squareOf(size, crop);
        expect(left).toBeGreaterThanOrEqual(-1e-6);
        expect(top).toBeGreaterThanOrEqual(-1e-6);
        expect(left + side).toBeLessThanOrEqual(width + 1e-6);
        expect(top + side).toBeLessThanOrEqual(height + 1e-6);
      }
    }),
  );
});
