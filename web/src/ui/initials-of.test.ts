import { expect, test } from 'vitest';
import { initialsOf } from './initials-of.ts';

test.each([
  ['Socrates', 'S'],
  ['Dr Ines Vale', 'IV'],
  ['Brother Anselm', 'BA'],
  ['the Dr.', 'TD'],
  ['Éloïse de la Tour', 'ÉT'],
  ['李 小龙', '李小'],
  ['  ', ''],
])('%s is %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
