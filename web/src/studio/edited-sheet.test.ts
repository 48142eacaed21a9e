import { changedSheet, personaChangeSchema } from '@chimera/protocol/new-persona';
import { type Sheet, sheetSchema } from '@chimera/protocol/persona';
import { draftSheetSchema } from '@chimera/protocol/persona-draft';
import { expect, test } from 'vitest';
import { persona } from '../queries/__fixtures__/persona.ts';
import {
  changeOf,
  differingFields,
  draftSheetOf,
  editedFrom,
  newPersonaOf,
  sheetFields,
} from './edited-sheet.ts';

const {
  id: _id,
  slug: _slug,
  builtIn: _b,
  version: _v,
  createdAt: _c,
  updatedAt: _u,
  ...plain
} = persona({
  id: 'p1',
  name: 'Ada',
});
const rich: Sheet = {
  ...plain,
  greeting: 'Good evening.',
  alternateGreetings: ['Well?'],
  avatar: { color: '#3f297d', emoji: '🧮', shape: 'orbit' },
  brain: { connectionId: 'c', model: 'm', params: { temperature: 1 } },
  voice: 'low',
  lore: { scanDepth: 4, tokenBudget: 300, entries: [] },
  credits: { creator: 'Mary' },
};

test('every field of the sheet is edited', () => {
  expect([...sheetFields].toSorted()).toEqual(Object.keys(sheetSchema.shape).toSorted());
});

test('a sheet that nobody changed is sent as it came, also out of a persona', () => {
  expect(draftSheetOf(editedFrom(rich))).toEqual(rich);
  expect(newPersonaOf(editedFrom(persona({ ...rich, id: 'p1' })))).toEqual(rich);
  expect(changeOf(editedFrom(rich), editedFrom(rich))).toEqual({});
});

test('a draft that has only begun is one that the server takes', () => {
  expect(draftSheetSchema.safeParse(draftSheetOf(editedFrom({}))).success).toBe(true);
});

test.each<[string, Partial<ReturnType<typeof editedFrom>>]>([
  ['a word', { tagline: 'Counts.' }],
  ['what is emptied', { greeting: '', voice: '', brain: null, lore: null, credits: null }],
  ['a face without its emoji', { avatar: { color: '#622b02' } }],
  ['one slider', { style: { ...rich.style, humor: 1 } }],
])('the change that is sent makes of the old sheet the new one: %s', (_, edit) => {
  const before = editedFrom(rich);
  const after = { ...before, ...edit };
  const change = changeOf(before, after);
  expect(Object.keys(change).toSorted()).toEqual(Object.keys(edit).toSorted());
  expect(editedFrom(changedSheet(rich, personaChangeSchema.parse(change)))).toEqual(after);
});

test('lines in which nothing stands are kept in the draft only', () => {
  const edited = editedFrom({ ...rich, exampleMessages: ['One.', ' ', ''] });
  expect(draftSheetOf(edited).exampleMessages).toHaveLength(3);
  expect(newPersonaOf(edited).exampleMessages).toEqual(['One.']);
  expect(changeOf({ ...edited, exampleMessages: ['One.'] }, edited)).toEqual({});
});

test('the order of keys is no difference', () => {
  const one = editedFrom(rich);
  const other = { ...one, avatar: { shape: 'orbit' as const, emoji: '🧮', color: '#3f297d' } };
  expect(differingFields(one, other)).toEqual([]);
});
