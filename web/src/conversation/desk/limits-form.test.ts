import { defaultSettings } from '@chimera/protocol/conversation';
import { expect, test } from 'vitest';
import { changeOf, draftOf, problemsOf } from './limits-form.ts';

const draft = draftOf({ ...defaultSettings, maxCost: 0.5, stopWords: ['curtain', 'enough'] });

test('settings come back as they went in', () => {
  expect(changeOf(draft)).toMatchObject({ maxTurns: 40, maxCost: 0.5, stopWords: ['curtain', 'enough'] });
  expect(problemsOf(draft)).toEqual({});
});

test('an empty field takes the limit away', () => {
  expect(changeOf({ ...draft, maxCost: ' ' }).maxCost).toBeNull();
});

test.each([
  ['no turns at all', { maxTurns: '' }, { maxTurns: 'whole' }],
  ['half a turn', { maxTurns: '1.5' }, { maxTurns: 'whole' }],
  ['half a minute', { maxMinutes: '0.5' }, {}],
  ['a decimal comma', { maxCost: '0,5' }, {}],
  ['nothing to spend', { maxCost: '0' }, { maxCost: 'number' }],
  ['words', { maxTokens: 'many' }, { maxTokens: 'whole' }],
])('%s', (_, change, problems) => {
  expect(problemsOf({ ...draft, ...change })).toEqual(problems);
});

test.each([true, false])('that answers are kept is a setting like the others: %s', (cache) => {
  expect(changeOf(draftOf({ ...defaultSettings, cache })).cache).toBe(cache);
});
