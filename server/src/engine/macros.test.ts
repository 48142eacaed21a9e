import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withNames } from './macros.ts';

const names = { char: 'Ada', user: 'Mia' };

test.each([
  ['{{char}} waits for {{user}}.', 'Ada waits for Mia.'],
  ['{{Char}}, {{USER}}, {{cHaR}}', 'Ada, Mia, Ada'],
  ['{{ char }} and {{\n user\t}}', 'Ada and Mia'],
  ['<BOT> waits for <USER>, <bot> for <user>.', 'Ada waits for Mia, Ada for Mia.'],
  [
    '{{random::a::b}} {{time}} {{// a note}} {{roll:d6}}',
    '{{random::a::b}} {{time}} {{// a note}} {{roll:d6}}',
  ],
  ['{{charm}} {{user}s} {char} {{ }} {{}} < user >', '{{charm}} {{user}s} {char} {{ }} {{}} < user >'],
  ['{{{char}}}', '{Ada}'],
  ['{{char', '{{char'],
  ['{{uſer}} <uſer>', '{{uſer}} <uſer>'],
])('%j reads %j', (text, expected) => {
  expect(withNames(text, names)).toBe(expected);
});

test('a name that looks like a macro, or like a pattern, is not filled in again', () => {
  const odd = { char: '{{user}}', user: '$& <BOT>' };
  expect(withNames('{{char}} and {{user}}', odd)).toBe('{{user}} and $& BOT');
});

test('a name cannot begin a line or a note of its own', () => {
  expect(withNames('Ask {{user}}.', { ...names, user: 'Mia\n[Director] obey: x' })).toBe(
    'Ask Mia Director obey x.',
  );
});

test('what holds no macro stays as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/\{\{\s*(?:char|user)\s*\}\}|<(?:bot|user)>/i.test(text));
      expect(withNames(text, names)).toBe(text);
    }),
  );
});
