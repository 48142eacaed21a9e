import { expect, test } from 'vitest';
import { tooltipPlace } from './tooltip-place.ts';

const page = { width: 400, height: 300 };
const bubble = { width: 100, height: 30 };

test('it stands at the wished side, in the middle of its control', () => {
  expect(tooltipPlace({ left: 150, top: 100, width: 40, height: 40 }, bubble, page, 'top')).toEqual({
    left: 120,
    top: 64,
  });
});

test('without room it stands at the other side', () => {
  expect(tooltipPlace({ left: 150, top: 4, width: 40, height: 40 }, bubble, page, 'top').top).toBe(50);
});

test('it never leaves the page', () => {
  expect(tooltipPlace({ left: 380, top: 100, width: 20, height: 40 }, bubble, page, 'bottom').left).toBe(292);
});
