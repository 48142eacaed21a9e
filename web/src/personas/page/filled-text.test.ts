import { expect, test } from 'vitest';
import { filledText } from './filled-text.ts';

test.each([
  ['{{char}} looks at {{user}}.', 'Ada looks at you.'],
  ['{{ Char }} and {{USER}}, {{char}}', 'Ada and you, Ada'],
  ['{{random:a,b}} {char} {{}}', '{{random:a,b}} {char} {{}}'],
])('“%s” reads “%s”', (text, read) => {
  expect(filledText(text, 'Ada', 'you')).toBe(read);
});

test('a name with a dollar sign stays a name', () => {
  expect(filledText('{{char}}!', '$& $1', 'you')).toBe('$& $1!');
});
