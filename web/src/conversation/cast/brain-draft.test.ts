import { FALLBACKS_LIMIT } from '@chimera/protocol/seat';
import { expect, test } from 'vitest';
import { changeOf, draftOf, problemsOf, STAND_INS_LIMIT, type BrainDraft } from './brain-draft.ts';

const brain = { connectionId: 'work', model: 'gpt', params: { temperature: 0.7, topP: 0.9 } };
const standIn = { connectionId: 'ollama', model: 'llama3.2' };

test('what is not touched is asked for as it was', () => {
  const seat = { brain, fallbacks: [standIn] };
  expect(changeOf(draftOf(seat), seat)).toEqual({ brain });
});

test('what is emptied is left to the model, and a comma is a point', () => {
  const seat = { brain };
  const draft = draftOf(seat);
  const params = { temperature: '', reasoning: 'low' as const, maxTokens: '300' };
  expect(changeOf({ ...draft, params }, seat).brain).toEqual({
    connectionId: 'work',
    model: 'gpt',
    params: { reasoning: 'low', maxTokens: 300, topP: 0.9 },
  });
  const comma = { ...draft, params: { ...draft.params, temperature: '1,5' } };
  expect(changeOf(comma, seat).brain).toMatchObject({ params: { temperature: 1.5 } });
});

test('stand-ins are changed only when they are others', () => {
  const seat = { brain, fallbacks: [standIn] };
  const draft = draftOf(seat);
  expect(changeOf({ ...draft, standIns: null }, seat)).toEqual({ brain, fallbacks: null });
  expect(changeOf({ ...draft, standIns: [] }, seat)).toEqual({ brain, fallbacks: [] });
  expect(changeOf({ ...draftOf({ brain }), standIns: [standIn] }, { brain })).toEqual({
    brain,
    fallbacks: [standIn],
  });
});

test('a seat that a person plays gets whom the server chooses', () => {
  const seat = { brain: { human: true } as const };
  expect(changeOf(draftOf(seat), seat)).toEqual({ brain: null });
});

const draft = draftOf({ brain });
test.each<[string, Partial<BrainDraft>, readonly string[]]>([
  ['all is well', {}, []],
  ['no model', { choice: { connectionId: 'work', model: ' ' } }, ['model']],
  ['the server chooses', { choice: { connectionId: '', model: '' } }, []],
  ['too hot', { params: { ...draft.params, temperature: '2.1' } }, ['temperature']],
  ['no number', { params: { ...draft.params, temperature: 'warm' } }, ['temperature']],
  ['half a token', { params: { ...draft.params, maxTokens: '1.5' } }, ['maxTokens']],
  ['nothing at all', { params: { ...draft.params, maxTokens: '0' } }, ['maxTokens']],
])('%s', (_, part, problems) => {
  expect(problemsOf({ ...draft, ...part })).toEqual(problems);
});

test('as many stand-ins can be added as the server takes', () => {
  expect(STAND_INS_LIMIT).toBe(FALLBACKS_LIMIT);
});
