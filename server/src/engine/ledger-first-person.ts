import { isDeed } from './ledger-deeds.ts';

/** “I”, “we”, “you and I”, “neither of us”. */
export const SELF = String.raw`(?:i|we|(?:one|both|all|each|none|neither|either) of us|me and \w+|\w+ and me)`;
const ADVERB = String.raw`(?:not|never|ever|also|always|just|only|really|gladly|surely|definitely|all|both|then|still|even|myself|alone|at least|hereby|right|(?!reply|apply|supply|rely|fly)[a-z]+ly|, [a-z]+(?: [a-z]+){0,2} ,)`;
/** What may stand between the words of a verb: “I, for one, will gladly”. */
export const ADVERBS = `(?:${ADVERB} )*`;
/** The same, with nothing that turns it round. */
export const GLAD_ADVERBS = `(?:(?!not|never)${ADVERB} )*`;

/** Whether one of these forms is followed by a deed; `timed` is where the time may stand that makes a deed of a telling. */
export function deedAfter(plain: string, form: RegExp, timed = plain): boolean {
  return [...plain.matchAll(form)].some((match) => isDeedAt(plain, match, timed));
}

export function isDeedAt(plain: string, match: RegExpMatchArray, timed = plain): boolean {
  const isNegated = / not /.test(` ${match[0]} `);
  return isSpokenFor(plain, match) && isDeed(after(plain, match).split(' '), timed, { isNegated });
}

export function after(plain: string, { index = 0, 0: words }: RegExpMatchArray): string {
  return plain.slice(index + words.length).trim();
}

/** Not what others say of the speaker, nor what is only thought possible. */
export function isSpokenFor(plain: string, match: RegExpMatchArray): boolean {
  const before = plain.slice(0, match.index).split(' , ').at(-1) ?? '';
  return !EMBEDDED.test(before) && !isUnsure(`${before}${match[0]}`);
}

export function isUnsure(plain: string): boolean {
  return UNSURE.test(plain);
}

const EMBEDDED =
  /\b(?:if|unless|whether|what|whatever|how|why|where|who|than|as|like|think|thinks|thought|thinking|say|says|said|suppose|supposes|believe|believes|guess|hope|fear|doubt|wish|afraid|(?:am|is|are) sure|wonder) (?:that )?$/;
const UNSURE = /\b(?:perhaps|maybe|probably|possibly|some ?day|one day|eventually)\b/;
