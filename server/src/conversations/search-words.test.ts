import { describe, expect, test } from 'vitest';
import { phrasesOf } from './search-query.ts';
import { snippetOf } from './search-snippet.ts';
import { loneSignsIn, wordsIn } from './search-words.ts';

const words = (text: string) => [...wordsIn(text)].map((word) => word.text);

test.each([
  ['Café CAFÉ cafe\u0301', ['cafe', 'cafe', 'cafe']],
  ['Straße, Łódź; ΟΔΟΣ οδός', ['strasse', 'lodz', 'οδοσ', 'οδοσ']],
  ['don’t e-mail', ['don', 't', 'e', 'mail']],
  ['ﬁsh Ｗｉｄｅ ½', ['fish', 'wide', '1', '2']],
  ['soft\u00adhyphen na\u200dme', ['softhyphen', 'name']],
  ['ёлка Ёлка', ['елка', 'елка']],
  ['शब्द हिन्दी', ['शब्द', 'हिन्दी']],
  ['שָׁלוֹם مُحَمَّد', ['שלום', 'محمد']],
  ['日本語の本', ['日本', '本語', '語の', 'の本']],
  ['が か\u3099', ['が', 'が']],
  ['학교에서', ['학교', '교에', '에서']],
  ['ภาษาไทย', ['ภา', 'าษ', 'ษา', 'าไ', 'ไท', 'ทย']],
  ['กิน', ['กิน']],
  ['第3回 iPhoneを', ['第', '3', '回', 'iphone', 'を']],
  ['a 🎉🎂 b', ['a', '🎉', '🎂', 'b']],
  ['\0 \ud800 … -- " * ^ %', []],
  ['x'.repeat(100), ['x'.repeat(40)]],
])('of %j the words are %j', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test('every word says where it stands', () => {
  const text = 'Das Café, 日本語 don’t';
  const places = [...wordsIn(text)].map(({ start, end }) => text.slice(start, end));
  expect(places).toEqual(['Das', 'Café', '日本', '本語', 'don', 't']);
});

test('signs of scripts without spaces are known one by one as well', () => {
  expect([...loneSignsIn('日本, 本 and 第1')]).toEqual(['日', '本', '第']);
});

const phrases = (query: string) =>
  phrasesOf(query).map(({ words: parts, isOpen, isLone }) =>
    [parts.join(' '), isOpen && '*', isLone && '~'].filter((part) => part !== false).join(''),
  );

describe('what is asked for', () => {
  test.each([
    ['sea bell', ['sea', 'bell*']],
    ['sea bell ', ['sea', 'bell']],
    ['"the sea" bell', ['the sea', 'bell*']],
    ['„das Meer“ «la mer» ', ['das meer', 'la mer']],
    ['"not closed at', ['not closed at']],
    ['"not closed again', ['not closed again*']],
    ['don’t go', ['don t', 'go']],
    ['日本語', ['日本 本語']],
    ['本', ['本~']],
    ['第3回', ['第~', '3', '回~']],
    ['sea sea sea ', ['sea']],
    ['" " "', []],
    ['', []],
    ['sea" OR 1=1 -- NEAR(a b) ^x* col:y', ['sea', 'or 1 1 near a b x col y']],
  ])('by %j is %j', (query, expected) => {
    expect(phrases(query)).toEqual(expected);
  });

  test('has an end', () => {
    const many = Array.from({ length: 500 }, (_, index) => `w${index}`).join(' ');
    expect(phrasesOf(many)).toHaveLength(32);
    expect(phrasesOf(`"${many}"`)[0]?.words).toHaveLength(32);
  });
});

function marked(text: string, query: string): string {
  const { text: snippet, matches } = snippetOf(text, phrasesOf(query));
  return matches.reduceRight(
    (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    snippet,
  );
}

describe('a snippet', () => {
  test.each([
    ['Le café est là.', 'cafe la', 'Le [café] est [là].'],
    ['The sea. The sea bell.', '"the sea bell"', 'The sea. [The sea bell].'],
    ['Bells and bell.', 'bel', '[Bells] and [bell].'],
    ['日本語の本', '本語', '日[本語]の本'],
    ['日本語の本', '本', '日[本]語の[本]'],
    ['aaa aaa aaa', '"aaa aaa" ', '[aaa aaa aaa]'],
    ['one\n\ntwo', 'two', 'one  [two]'],
    ['🎉🎂🎉', '🎂', '🎉[🎂]🎉'],
  ])('of %j shows for %j what was found', (text, query, expected) => {
    expect(marked(text, query)).toBe(expected);
  });

  test('of a long line is around what was found first', () => {
    const text = `${'before '.repeat(300)}the needle ${'after '.repeat(300)}`;
    const shown = marked(text, 'needle');
    expect(shown).toMatch(/^…(?:before )+the \[needle\] (?:after )*after…$/);
    expect(shown.length).toBeLessThan(260);
  });

  test('never cuts a character in two', () => {
    const text = '🎉'.repeat(400);
    const { text: shown, matches } = snippetOf(`x${text}needle${text}`, phrasesOf('needle'));
    expect(shown.isWellFormed()).toBe(true);
    expect(matches.map(({ start, end }) => shown.slice(start, end))).toEqual(['needle']);
  });
});
