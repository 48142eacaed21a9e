import { expect, test } from 'vitest';
import { phaseAt, turnsOf } from './phase.ts';
import { aConversation, aFormat } from './scripted-stage.ts';

const order = 'natural' as const;
const format = aFormat({
  phases: [
    { id: 'warm', name: 'Warm up', order, turns: 2 },
    { id: 'talk', name: 'Talk', order, turns: 3 },
    { id: 'wrap', name: 'Wrap up', order, turns: 1 },
  ],
});

test.each([
  [0, { id: 'warm', index: 0, turnsInPhase: 0, isNew: true, isOver: false }],
  [1, { id: 'warm', index: 0, turnsInPhase: 1, isNew: false, isOver: false }],
  [2, { id: 'talk', index: 1, turnsInPhase: 0, isNew: true, isOver: false }],
  [5, { id: 'wrap', index: 2, turnsInPhase: 0, isNew: true, isOver: false }],
  [6, { id: 'wrap', index: 2, turnsInPhase: 1, isNew: false, isOver: true }],
  [9, { id: 'wrap', index: 2, turnsInPhase: 4, isNew: false, isOver: true }],
])('after %d turns', (turns, { id, ...expected }) => {
  const conversation = { ...aConversation({ seats: [] }), turns };
  const { phase, ...now } = phaseAt({ conversation, format });
  expect({ id: phase.id, ...now }).toEqual({ id, ...expected });
});

test('a format with an open end has no number of turns', () => {
  expect(turnsOf(format)).toBe(6);
  expect(turnsOf(aFormat())).toBeNull();
});
