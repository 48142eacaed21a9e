import { expect, test } from 'vitest';
import { definite, generic, indefinite, nounsOf, singular } from './nouns.ts';

test.each([
  ['Is a joke a kind of knowledge?', ['joke', 'knowledge']],
  ['I love you.', []],
  ['They joke all night.', ['night']],
  ['What do you mind?', []],
  ['the mind', ['mind']],
  ['Nobody trusted the zorble.', ['zorble']],
  ['Ask Bell, she knows.', []],
  ['two old loaves', ['loaves']],
  ['Honestly, this sounds bad.', []],
  ['This contradicts it.', []],
  ['I repair accordions for a living.', ['accordions']],
  ['What happened afterwards?', []],
  ['I slept on a lightship.', ['lightship']],
  ['A whole day opens.', []],
])('the nouns of %j are %j', (text, words) => {
  expect(nounsOf(text).map(({ word }) => word)).toEqual(words);
});

test.each([
  ['joke', 'singular', 'the joke, a joke, jokes'],
  ['island', 'singular', 'the island, an island, islands'],
  ['hour', 'singular', 'the hour, an hour, hours'],
  ['bread', 'mass', 'the bread, bread, bread'],
  ['city', 'singular', 'the city, a city, cities'],
  ['church', 'singular', 'the church, a church, churches'],
] as const)('%s (%s) becomes %s', (word, number, forms) => {
  const noun = { word, number };
  expect([definite(noun), indefinite(noun), generic(noun)].join(', ')).toBe(forms);
});

test('a noun of unknown number has no plural and no article of its own', () => {
  expect(generic({ word: 'zorble', number: 'unknown' })).toBeNull();
  expect(indefinite({ word: 'zorble', number: 'unknown' })).toBeNull();
});

test.each([
  ['loaves', 'loaf'],
  ['mice', 'mouse'],
  ['wolves', 'wolf'],
  ['gentlemen', 'gentleman'],
  ['cities', 'city'],
  ['bells', 'bell'],
])('one of %s is a %s', (word, one) => {
  expect(singular({ word, number: 'plural' }).word).toBe(one);
});

test('a ship is no quality, though friendship is one', () => {
  const numbers = (text: string) => nounsOf(text).map(({ number }) => number);
  expect(numbers('I slept on a lightship.')).toEqual(['singular']);
  expect(numbers('I believe in the friendship.')).toEqual(['mass']);
});
