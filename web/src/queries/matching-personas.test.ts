import { expect, test } from 'vitest';
import { persona } from './__fixtures__/persona.ts';
import { matchingPersonas } from './matching-personas.ts';

const all = [
  persona({ id: 'ines', name: 'Dr Inés Vale', tagline: 'A physicist', tags: ['science'] }),
  persona({ id: 'otto', name: 'Otto', traits: ['opinions about hands'], tags: ['science', 'sea'] }),
];

test.each([
  ['', null, ['ines', 'otto']],
  ['ines', null, ['ines']],
  ['HANDS otto', null, ['otto']],
  ['', 'sea', ['otto']],
  ['physicist', 'sea', []],
])('“%s” with tag %s finds %j', (q, tag, ids) => {
  expect(matchingPersonas(all, { q, tag }).map(({ id }) => id)).toEqual(ids);
});
