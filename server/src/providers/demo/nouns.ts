import { unreachable } from '@chimera/protocol/unreachable';
import lexicon from './lexicon.json' with { type: 'json' };
import { isContent, LETTER } from '../words.ts';

/** A word that was used as a noun, and what is known of its number. */
export interface Noun {
  readonly word: string;
  readonly number: 'mass' | 'singular' | 'plural' | 'unknown';
}

const TOKEN = new RegExp(`[A-Z${LETTER}]+(?:['-][A-Z${LETTER}]+)*|[^\\sA-Z${LETTER}]`, 'g');
const mass = new Set(lexicon.mass.split(' '));
const count = new Set(lexicon.count.split(' '));
const measures = new Set(lexicon.measures.split(' '));
const strays = new Set(lexicon.strays.split(' '));
const irregular = new Map(Object.entries(lexicon.irregular));
const singulars = new Map([...irregular].map(([singular, plural]) => [plural, singular]));
const determiners = new Set('the a an my your his her our their this every each no'.split(' '));
const one = new Set('a an this every each'.split(' '));
const verbCues = new Set(
  'i you we they he she it to will would can could must should may might not never always do did does let who cannot'.split(
    ' ',
  ),
);

/** “I repair accordions”: after these comes a verb, and after the verb what it is done to. */
const people = new Set('i you we they'.split(' '));
/** “A homesick man”: before these an unknown word tells what kind. */
const heads = new Set('man men woman women one ones thing things people person'.split(' '));
/** “So sings”, “that begins”, “nobody knits”: an unknown word after these is a verb. */
const subjects = new Set('so that this which what nobody somebody everybody everyone one'.split(' '));

/**
 * The nouns of a text, in order. A known word counts unless it stands where a verb would;
 * an unknown one counts only after a determiner and before a pause or a small word.
 */
export function nounsOf(text: string): Noun[] {
  const tokens = text.replaceAll('’', "'").match(TOKEN) ?? [];
  return tokens.flatMap((token, index) => {
    const noun = nounAt(tokens, token, index);
    return noun ? [noun] : [];
  });
}

/** “the lighthouse” */
export function definite(noun: Noun): string {
  return `the ${noun.word}`;
}

/** “a lighthouse”, “bread”; null when the number is not known. */
export function indefinite(noun: Noun): string | null {
  switch (noun.number) {
    case 'mass':
    case 'plural':
      return noun.word;
    case 'singular':
      return `${articleFor(noun.word)} ${noun.word}`;
    case 'unknown':
      return null;
    default:
      return unreachable(noun.number);
  }
}

/** The same noun as one of its kind. */
export function singular(noun: Noun): Noun {
  if (noun.number !== 'plural') return noun;
  return { word: singulars.get(noun.word) ?? singularOf(noun.word), number: 'singular' };
}

/** All of them: “lighthouses”, “bread”; null when the number is not known. */
export function generic(noun: Noun): string | null {
  if (noun.number === 'unknown') return null;
  return noun.number === 'singular' ? pluralOf(noun.word) : noun.word;
}

export function articleFor(word: string): 'a' | 'an' {
  if (/^(?:hour|honest|honour|heir)/i.test(word)) return 'an';
  if (/^(?:uni|use|usu|eu|one|ewe)/i.test(word)) return 'a';
  return /^[aeiou]/i.test(word) || /^(?:8|11|18)/.test(word) ? 'an' : 'a';
}

/** Time, size and the words that only point at something: true nouns, but no subject for a talk. */
export function isMeasure(noun: Noun): boolean {
  return measures.has(singular(noun).word);
}

/** Whether the lexicon has the word. */
export function isKnown(word: string): boolean {
  return knownNumber(word) !== null || measures.has(word);
}

function nounAt(tokens: readonly string[], token: string, index: number): Noun | null {
  const word = token.toLowerCase();
  const previous = tokens[index - 1]?.toLowerCase() ?? '';
  const isName = index > 0 && token !== word && !/[.!?“"]/.test(previous);
  if (isName || word.includes("'") || word.length < 3 || strays.has(word)) return null;
  const number = knownNumber(word);
  // “This sounds”, “this contradicts”: after such a word an s makes a verb.
  if (one.has(previous) && (number === 'plural' || (number === null && /[^suia]s$/.test(word)))) return null;
  // A common word such as “mind” is a noun only where an article says so.
  if (number && !verbCues.has(previous) && (isContent(word) || determiners.has(previous)))
    return { word, number };
  if (number) return null;
  if (!isContent(word) || word.length < 4 || /(?:ly|ing|ed)$/.test(word)) return null;
  if (/(?:ness|ism|ity|ship|hood)$/.test(word)) return { word, number: 'mass' };
  const next = tokens[index + 1]?.toLowerCase() ?? '.';
  const afterWord = index === 0 || /^\p{L}/u.test(previous);
  if (
    afterWord &&
    word.length > 4 &&
    /[^suia]s$/.test(word) &&
    !verbCues.has(previous) &&
    !subjects.has(previous) &&
    (!isContent(previous) || people.has(tokens[index - 2]?.toLowerCase() ?? '')) &&
    !isContent(next)
  ) {
    return { word, number: 'plural' };
  }
  if (!determiners.has(previous) || isContent(next) || heads.has(next) || isKnown(next)) return null;
  if (one.has(previous)) return { word, number: 'singular' };
  return { word, number: /[^suia]s$/.test(word) ? 'plural' : 'unknown' };
}

function knownNumber(word: string): Noun['number'] | null {
  if (mass.has(word)) return 'mass';
  if (count.has(word)) return 'singular';
  const singular = singulars.get(word) ?? singularOf(word);
  return singular !== word && (count.has(singular) || singulars.has(word)) ? 'plural' : null;
}

function singularOf(word: string): string {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function pluralOf(word: string): string {
  const known = irregular.get(word);
  if (known) return known;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:ch|sh|ss|x|s|z)$/.test(word) ? `${word}es` : `${word}s`;
}
