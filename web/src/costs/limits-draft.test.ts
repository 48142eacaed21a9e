import { expect, test } from 'vitest';
import { draftOf, limitsOf, problemOf } from './limits-draft.ts';

const empty = draftOf({});

test('limits come back as they went in', () => {
  const limits = { costPerDay: 0.5, tokensPerDay: 20_000 };
  expect(limitsOf(draftOf(limits))).toEqual(limits);
});

test('empty fields are no limits', () => {
  expect(limitsOf({ ...draftOf({ costPerDay: 1 }), costPerDay: ' ' })).toEqual({});
});

test('a comma between thousands is no decimal point', () => {
  expect(limitsOf({ ...empty, costPerDay: '1,000', tokensPerDay: '500,000' })).toEqual({
    costPerDay: 1000,
    tokensPerDay: 500_000,
  });
});

test.each([
  ['costPerDay', '', null],
  ['costPerDay', '0,5', null],
  ['costPerDay', '0', 'number'],
  ['costPerDay', 'much', 'number'],
  ['costPerMonth', '-1', 'number'],
  ['costPerMonth', '1000001', 'too-much'],
  ['tokensPerDay', '20000', null],
  ['tokensPerDay', '0.5', 'whole'],
  ['tokensPerDay', '500.000', 'whole'],
] as const)('%s “%s” has the problem %s', (field, text, problem) => {
  expect(problemOf(field, { ...empty, [field]: text })).toBe(problem);
});
