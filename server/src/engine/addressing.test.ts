import { expect, test } from 'vitest';
import { addressIn, castNames, containsPhrase, folded, namedIn } from './addressing.ts';
import { aConversation, aPersona, aSeat } from './scripted-stage.ts';

const people = [
  { id: 'bo', names: ['Bo', 'Captain'] },
  { id: 'cy', names: ['Cy'] },
  { id: 'dorothy', names: ['Dorothy Parker', 'Dorothy'] },
  { id: 'jose', names: ['José'] },
  { id: 'will', names: ['Will'] },
  { id: 'kong', names: ['孔子'] },
];

test.each([
  ['Bo, what do you think?', ['bo']],
  ['What do you think, Bo?', ['bo']],
  ['What do you think, bo?', ['bo']],
  ['What do you think Bo?', ['bo']],
  ['BO, sit down.', ['bo']],
  ['I heard it. Bo, did you?', ['bo']],
  ['That is enough, Bo.', ['bo']],
  ['That, Bo, is a lie.', ['bo']],
  ['Well, Bo, say something.', ['bo']],
  ['Oh Bo, not again.', ['bo']],
  ['hey @cy look at this', ['cy']],
  ['Bo, Cy, who paid?', ['bo', 'cy']],
  ['Bo and Cy, who paid?', ['bo', 'cy']],
  ['Aye aye, Captain!', ['bo']],
  ['Dorothy, was it you?', ['dorothy']],
  ['Was it you, Dorothy Parker?', ['dorothy']],
  ['Jose, que pasa?', ['jose']],
  ['JOSÉ: now.', ['jose']],
  ['Bo what do you make of it', ['bo']],
  ['Over to Cy.', ['cy']],
  ['“No, Bo.”', ['bo']],
  ['And you, Cy?', ['cy']],
  ['Will, come here.', ['will']],
  ['孔子，你说呢？', ['kong']],
  ['你说呢，孔子？', ['kong']],
  ['我读过孔子的书。', []],
  ['Bo is wrong about maps.', []],
  ['I trust Bo.', []],
  ['I like Bo, Cy, and Dorothy.', []],
  ['Did you see Bo?', []],
  ["Bo's boat sank.", []],
  ['Bob, come here.', []],
  ['Turbo, come here.', []],
  ['He will, no doubt, come.', []],
  ['Where there is a will, there is a way.', []],
  ['As for Bo: too slow.', []],
  ['I asked Bo about it and Bo lied.', []],
  ['', []],
])('%j speaks to %j', (text, ids) => {
  expect(addressIn(text, people).ids).toEqual(ids);
});

test.each([
  ['What do all of you think?', true],
  ['Hello everyone, welcome.', true],
  ['What now, everybody?', true],
  ['Everyone, sit down.', true],
  ['Everybody knows that.', false],
  ['All of them left.', false],
  ['I told everyone about it.', false],
])('%j speaks to everybody: %j', (text, everybody) => {
  expect(addressIn(text, people).everybody).toBe(everybody);
});

test('a question is told from a statement', () => {
  expect(addressIn('Bo, why did you sell it? I need to know.', people).isQuestion).toBe(true);
  expect(addressIn('Bo, I know why.', people).isQuestion).toBe(false);
});

test('a name in the middle is a mention', () => {
  expect([...namedIn('I trust Bo and Jose, not the wills.', people)]).toEqual(['bo', 'jose']);
});

test('a seat answers to its name, its persona’s aliases and its given name', () => {
  const personas = new Map([['s1', aPersona('Ada Lovelace', { aliases: ['Countess'] })]]);
  const conversation = aConversation({ seats: [aSeat('s1', 'Ada Lovelace')] });
  expect(castNames({ conversation, personas })).toEqual([
    { id: 's1', names: ['Ada Lovelace', 'Countess', 'Ada'] },
  ]);
});

test('two seats of one persona do not share its aliases', () => {
  const ada = aPersona('Ada', { aliases: ['Countess'] });
  const personas = new Map([
    ['s1', ada],
    ['s2', ada],
  ]);
  const seats = [aSeat('s1', 'Ada'), aSeat('s2', 'Ada 2')];
  const names = castNames({ conversation: aConversation({ seats }), personas });
  expect(names).toEqual([
    { id: 's1', names: ['Ada'] },
    { id: 's2', names: ['Ada 2'] },
  ]);
});

test('folding keeps positions', () => {
  expect(folded('Zoë İpek')).toHaveLength('Zoë İpek'.length);
  expect(folded('ZOË')).toBe('zoe');
});

test('a phrase is found as whole words only', () => {
  expect(containsPhrase('So that is THE END, then.', 'the end')).toBe(true);
  expect(containsPhrase('We can stop-gap it', 'top')).toBe(false);
  expect(containsPhrase('我们结束吧', '结束')).toBe(true);
});
