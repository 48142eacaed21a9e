import { expect, test } from 'vitest';
import { numberIn, numeral } from './numbers.ts';

test.each([
  [8, 'eight'],
  [41, '41'],
  [64, 'sixty-four'],
  [100, 'a hundred'],
  [160, 'a hundred and sixty'],
  [824, 'eight hundred and twenty-four'],
  [1500, '1500'],
])('%d is said %s', (number, said) => {
  expect(numeral(number)).toBe(said);
});

test.each([
  ['I counted eighty geese.', 80],
  ['He had four hundred lamps.', 400],
  ['There were 37 of them.', 37],
  ['Nobody counted.', null],
])('%s names %s', (text, number) => {
  expect(numberIn(text)).toBe(number);
});
