import { FALLBACKS_LIMIT } from '@chimera/protocol/seat';
import { expect, test } from 'vitest';
import { changeOf, draftOf, problemsOf, STAND_INS_LIMIT, type BrainDraft } from './brain-draft.ts';

const brain = { connectionId: 'work', model: 'gpt', params: { temperature: 0.7, topP: 0.9 } };
const standIn = { connectionId: 'ollama', model: 'llama3.2' };

test('what is not touched is not asked for', () => {
  const seat = { brain, fallbacks: [standIn] };
  expect(changeOf(draftOf(seat), seat)).toEqual({});
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
  expect(changeOf({ ...draft, standIns: null }, seat)).toEqual({ fallbacks: null });
  expect(changeOf({ ...draft, standIns: [] }, seat)).toEqual({ fallbacks: [] });
  expect(changeOf({ ...draftOf({ brain }), standIns: [standIn] }, { brain })).toEqual({
    fallbacks: [standIn],
  });
});

test('a seat that a person plays stays theirs until a brain is chosen', () => {
  const seat = { brain: { human: true } as const };
  expect(changeOf(draftOf(seat), seat)).toEqual({});
  const choice = { connectionId: 'work', model: 'gpt' };
  expect(changeOf({ ...draftOf(seat), choice }, seat)).toEqual({ brain: choice });
});

const draft = draftOf({ brain });
test.each<[string, Partial<BrainDraft>, readonly string[]]>([
  ['all is well', {}, []],
  ['no model', { choice: { connectionId: 'work', model: ' ' } }, ['model']],
  ['the server chooses', { choice: { connectionId: '', model: '' } }, []],
  ['too hot', { params: { ...draft.params, temperature: '2.1' } }, ['temperature']],
  ['no number', { params: { ...draft.params, temperature: 'warm' } }, ['temperature']],
  ['a comma between thousands', { params: { ...draft.params, maxTokens: '200,000' } }, []],
  ['half a token', { params: { ...draft.params, maxTokens: '1.5' } }, ['maxTokens']],
  ['nothing at all', { params: { ...draft.params, maxTokens: '0' } }, ['maxTokens']],
])('%s', (_, part, problems) => {
  expect(problemsOf({ ...draft, ...part }, { brain }, () => false)).toEqual(problems);
});

test('a connection that is gone is a problem only when it would be asked for', () => {
  const gone = () => true;
  expect(problemsOf({ ...draft, standIns: [] }, { brain }, gone)).toEqual([]);
  const params = { ...draft.params, temperature: '1' };
  expect(problemsOf({ ...draft, params }, { brain }, gone)).toEqual(['connection']);
});

test('a stand-in that was chosen and not added counts once it is whole', () => {
  const seat = { brain, fallbacks: [] };
  const adding = (model: string) => changeOf({ ...draftOf(seat), adding: { ...standIn, model } }, seat);
  expect(adding(' ')).toEqual({});
  expect(adding('qwen3 ')).toEqual({ fallbacks: [{ connectionId: 'ollama', model: 'qwen3' }] });
});

test('as many stand-ins can be added as the server takes', () => {
  expect(STAND_INS_LIMIT).toBe(FALLBACKS_LIMIT);
});
