import { expect, test } from 'vitest';
import { typedNumber, typedWhole } from './typed-number.ts';

test.each([
  ['', null],
  [' 7 ', 7],
  ['500,000', 500_000],
  ['1,000', 1000],
  ['1,234,567.5', 1_234_567.5],
  ['0,5', 0.5],
  ['0,125', 0.125],
  ['1,50', 1.5],
  ['1.000,50', Number.NaN],
  ['1,00,000', Number.NaN],
])('“%s” is %s', (text, value) => {
  expect(typedNumber(text)).toEqual(value);
});

test.each([
  ['200,000', 200_000],
  ['200.000', Number.NaN],
  ['', null],
])('as a whole number “%s” is %s', (text, value) => {
  expect(typedWhole(text)).toEqual(value);
});
