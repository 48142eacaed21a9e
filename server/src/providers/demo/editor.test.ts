import { expect, test } from 'vitest';
import { faultOf, inOwnWords, isWorn, overlapWith, saidOf, tidy } from './editor.ts';

test.each([
  ['the bell  fell .', 'The bell fell.'],
  ['it was a octopus.', 'It was an octopus.'],
  ['it was an unicorn.', 'It was a unicorn.'],
  ['no. the bell.', 'No. The bell.'],
  ['“safe” is a word.', '“Safe” is a word.'],
  ['“Who?” she said.', '“Who?” she said.'],
])('%j is tidied to %j', (text, tidied) => {
  expect(tidy(text)).toBe(tidied);
});

test.each([
  ['', 'empty'],
  ['I saw {the}.', 'unfilled slot'],
  ['I saw the the bell.', 'doubled word'],
  ['I saw its the bell.', 'two articles'],
  ['I saw it,.', 'doubled mark'],
  ['i saw it.', 'small first letter'],
  ['I saw it', 'no closing mark'],
  ['I saw “it.', 'open quotation'],
])('%j is refused: %s', (text, fault) => {
  expect(faultOf(text)).toBe(fault);
});

test('a good line has no fault', () => {
  expect(faultOf('I was with you until “safe”. There the road split.')).toBeNull();
});

test('a sentence that was said before is found inside a longer line', () => {
  const said = saidOf(['The gull left and came back with friends.'], []);
  expect(
    overlapWith('No wind tonight, and none tomorrow. The gull left and came back with friends.', said),
  ).toBe(1);
  expect(overlapWith('Nothing of that kind was ever heard here.', said)).toBe(0);
});

test('a line that opens as one of the last three of its speaker is worn', () => {
  const said = saidOf([], ['You call it bread, my friend.', 'Yes.', 'No.']);
  expect(isWorn('You call it a boat, and it will not float.', said)).toBe(true);
  expect(isWorn('They call it a boat, and it will not float.', said)).toBe(false);
});

test('a yes that opened two of the last lines is worn', () => {
  const said = saidOf([], ['Yes, with mud on it.', 'The goat may stay.', 'Yes. I would keep it.']);
  expect(isWorn('Yes, but slowly.', said)).toBe(true);
  expect(isWorn('Slowly, yes.', said)).toBe(false);
});

test('so is a but that opened two of them', () => {
  const said = saidOf([], ['But the door was shut.', 'The goat may stay.', 'But nobody knocked.']);
  expect(isWorn('But it opened.', said)).toBe(true);
});

test('preferred words never enter what is quoted', () => {
  expect(inOwnWords("I don't know “I don't know”.", { "don't": 'do not' })).toBe(
    "I do not know “I don't know”.",
  );
});
