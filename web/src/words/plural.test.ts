import { expect, test } from 'vitest';
import { plural } from './plural.ts';

const turns = { one: '# turn', other: '# turns' };

test.each([
  [0, 'en', '0 turns'],
  [1, 'en', '1 turn'],
  [2, 'en', '2 turns'],
  [2312, 'en', '2,312 turns'],
  [0, 'fr', '0 turn'],
  [2312, 'de', '2.312 turns'],
])('%i in %s reads %s', (count, language, text) => {
  expect(plural(count, turns, language)).toBe(text);
});

test('a language with more forms gets the form it needs', () => {
  const forms = { one: '# tura', few: '# tury', many: '# tur', other: '# tury' };
  expect([1, 3, 5, 22].map((count) => plural(count, forms, 'pl'))).toEqual([
    '1 tura',
    '3 tury',
    '5 tur',
    '22 tury',
  ]);
});

test('a form that is missing falls back to the common one', () => {
  expect(plural(3, turns, 'pl')).toBe('3 turns');
});
