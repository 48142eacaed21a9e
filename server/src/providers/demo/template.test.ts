import { expect, test } from 'vitest';
import { seededChance } from './chance.ts';
import { expand, slotsOf, variantsOf } from './template.ts';

const fill = (slot: string) => ({ the: 'the bell', who: 'Ines' })[slot] ?? null;

test.each([
  ['plain words', 'plain words'],
  ['{who}, leave {the}.', 'Ines, leave the bell.'],
  ['[one|one] way', 'one way'],
  ['[a [b|b] c|a b c]', 'a b c'],
])('%j expands to %j', (template, text) => {
  expect(expand(template, fill, seededChance('any'))).toBe(text);
});

test('a template whose slot has nothing to offer gives null', () => {
  expect(expand('{who} and {third}', fill, seededChance('any'))).toBeNull();
});

test('every alternative is drawn sooner or later', () => {
  const chance = seededChance('draw');
  const drawn = new Set(Array.from({ length: 60 }, () => expand('[a|b|c]', fill, chance)));
  expect(drawn).toEqual(new Set(['a', 'b', 'c']));
});

test('variants list each way to draw once', () => {
  expect(variantsOf('[a|b] [c|d]')).toEqual(['a c', 'a d', 'b c', 'b d']);
  expect(slotsOf('{who} {the-theme}')).toEqual(['who', 'the-theme']);
});
