import { expect, test } from 'vitest';
import { editedFrom } from './edited-sheet.ts';
import { changedMeanwhile, merged } from './merge.ts';

const base = editedFrom({ name: 'Ada', tagline: 'Counts.', traits: ['brisk'], tags: ['old'] });
const mine = { ...base, name: 'Ada L.', tagline: 'Mine.', traits: ['calm'] };
const theirs = { ...base, tagline: 'Theirs.', traits: ['calm'], tags: ['new'] };

test('only what they changed and is not the same here comes up', () => {
  expect(changedMeanwhile({ base, mine, theirs })).toEqual([
    { field: 'tagline', isBoth: true },
    { field: 'tags', isBoth: false },
  ]);
});

test('when nobody knows what both began from, every difference comes up', () => {
  const fields = changedMeanwhile({ base: null, mine, theirs }).map(({ field }) => field);
  expect(fields).toEqual(['name', 'tagline', 'tags']);
});

test('the chosen sides are in the sheet, and all else is mine', () => {
  const sides = new Map([['tagline', 'mine'] as const, ['tags', 'theirs'] as const]);
  expect(merged({ mine, theirs }, sides)).toEqual({ ...mine, tags: ['new'] });
});
