import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { Sheet } from '@chimera/protocol/persona';
import { expect, test } from 'vitest';
import { editedFrom } from '../edited-sheet.ts';
import { writtenInto } from './written.ts';

const model: Sheet = {
  ...blankSheet,
  name: 'Wren',
  tagline: 'Keeps a light.',
  systemPrompt: 'You are Wren.',
  exampleMessages: ['Mind the step.'],
  traits: ['wary'],
  style: { ...blankSheet.style, warmth: 0.2 },
};

test('only what is empty is filled, and sliders in the middle count as empty', () => {
  const mine = editedFrom({ name: 'Robin', traits: ['wary'], talkativeness: 0.9 });
  const { filled, filledFields, otherFields } = writtenInto(mine, model);
  expect(filledFields).toEqual(['tagline', 'systemPrompt', 'exampleMessages', 'style']);
  expect(filled).toMatchObject({ name: 'Robin', tagline: 'Keeps a light.', talkativeness: 0.9 });
  expect(otherFields).toEqual(['name']);
});

test('what it did not write stays, also when all of it is taken', () => {
  const mine = editedFrom({ name: 'Robin', greeting: 'Who is there?', aliases: ['Bob'] });
  expect(writtenInto(mine, model).all).toMatchObject({
    name: 'Wren',
    greeting: 'Who is there?',
    aliases: ['Bob'],
  });
});
