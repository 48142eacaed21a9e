import { expect, test } from 'vitest';
import { blankSheet } from './blank-sheet.ts';
import { changedSheet, personaChangeSchema } from './new-persona.ts';
import type { Sheet } from './persona.ts';

const ada: Sheet = {
  ...blankSheet,
  name: 'Ada',
  greeting: 'Good evening.',
  avatar: { color: '#3f297d', emoji: '🧮', shape: 'orbit' },
};

test('what is given changes, parts of style and face too', () => {
  const change = { tagline: 'Counts.', style: { humor: 1 }, avatar: { color: '#622b02' } };
  expect(changedSheet(ada, personaChangeSchema.parse(change))).toEqual({
    ...ada,
    tagline: 'Counts.',
    style: { ...ada.style, humor: 1 },
    avatar: { ...ada.avatar, color: '#622b02' },
  });
});

test('null takes away, also what a face has', () => {
  const change = personaChangeSchema.parse({ greeting: null, avatar: { emoji: null, imageUrl: null } });
  const { greeting: _, ...rest } = ada;
  expect(changedSheet(ada, change)).toEqual({ ...rest, avatar: { color: '#3f297d', shape: 'orbit' } });
});

test('the colour of a face cannot be taken away', () => {
  expect(personaChangeSchema.safeParse({ avatar: { color: null } }).success).toBe(false);
});
