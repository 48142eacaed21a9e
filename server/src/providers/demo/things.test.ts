import { expect, test } from 'vitest';
import type { SceneLine } from '../provider.ts';
import { read } from './reader.ts';
import { readPersona } from './ready-scenes.ts';
import { seededChance } from './chance.ts';
import { thingSlots, thingsFor } from './things.ts';

const persona = readPersona('builtin-dorothy');
const seat = (name: string, text: string): SceneLine => ({ seatId: name, kind: 'seat', name, text });

function thingsAfter(lines: readonly SceneLine[]) {
  const scene = {
    conversationId: 'c',
    turnId: 't',
    attempt: 1,
    topic: 'The last night',
    pace: 'instant' as const,
    self: { seatId: 'Dorothy', name: 'Dorothy', persona },
    others: [{ seatId: 'Pym', name: 'Pym', human: false }],
    lines,
    direction: null,
    targetWords: 14,
    mayPass: false,
  };
  const { newest, old } = thingsFor(scene, read(scene));
  const named = (things: typeof newest) => things.map(({ noun, owner }) => `${noun.word} of ${owner}`);
  return { newest: named(newest), old: named(old), slots: thingSlots({ newest, old }, seededChance('any')) };
}

test('a thing is what can be held: no evening, no courage, no uncle', () => {
  const { newest } = thingsAfter([seat('Pym', 'One evening my uncle found the courage to open a kettle.')]);
  expect(newest).toEqual(['kettle of Pym']);
});

test('a saying at the end of a line brings nothing into the story', () => {
  expect(
    thingsAfter([seat('Pym', 'She lifted the oar out of the sea. The tank is listening.')]).newest,
  ).toEqual(['oar of Pym']);
});

test('what a guest brings comes before all else, even a word that nobody knows', () => {
  const guest: SceneLine = { seatId: null, kind: 'human', name: 'Mia', text: 'What about my trombone?' };
  expect(thingsAfter([seat('Pym', 'A kettle sang.'), guest]).newest).toEqual(['trombone of Mia']);
});

test('what a guest without a name brings is our guest’s', () => {
  const guest: SceneLine = { seatId: null, kind: 'human', name: 'You', text: 'What about my trombone?' };
  expect(thingsAfter([guest]).newest).toEqual(['trombone of our guest']);
});

test('what was named at the beginning and not since can come back, without an owner when it is one’s own', () => {
  const filler = Array.from({ length: 5 }, () => seat('Pym', 'Nothing moved.'));
  const { old, slots } = thingsAfter([
    seat('Pym', 'A kettle sang.'),
    seat('Dorothy', 'I brought a ladder.'),
    ...filler,
  ]);
  expect(old).toEqual(['kettle of Pym', 'ladder of null']);
  expect(['the kettle', 'the ladder']).toContain(slots('old-thing'));
  expect(slots('thing')).toBeNull();
});
