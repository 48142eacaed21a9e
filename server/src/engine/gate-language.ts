import { wordsOf } from '../providers/words.ts';

/** A BCP 47 language without region, of those that the gate can tell apart. */
export type Tongue = keyof typeof FUNCTION_WORDS;

/** Which language a text is in by its small words; null when it is too short or not clear. */
function tongueOf(text: string): Tongue | null {
  return tongueIn([smallWordsOf(text)]);
}

/** What tells the language of a text. */
export interface SmallWords {
  /** How many words there are, small or not. */
  readonly words: number;
  readonly hits: ReadonlyMap<Tongue, readonly string[]>;
}

export function smallWordsOf(text: string): SmallWords {
  const spoken = wordsOf(text);
  const hitsOf = (tongue: Tongue) => spoken.filter((word) => FUNCTION_WORDS[tongue].has(word));
  return { words: spoken.length, hits: new Map(TONGUES.map((tongue) => [tongue, hitsOf(tongue)])) };
}

/** Which language several texts are in together. */
export function tongueIn(texts: readonly SmallWords[]): Tongue | null {
  const words = texts.reduce((sum, text) => sum + text.words, 0);
  if (words < WORDS_NEEDED) return null;
  const scored = TONGUES.map((tongue) => scoreOf(texts, tongue, words)).toSorted((a, b) => b.share - a.share);
  const [best, second] = scored;
  if (!best || best.distinct < DISTINCT_NEEDED || best.share < SHARE_NEEDED) return null;
  return best.share - (second?.share ?? 0) >= MARGIN ? best.tongue : null;
}

/** Whether a text is clearly not in the language that is spoken here. */
export function isForeign(text: string, wanted: string): boolean {
  const expected = wanted.toLowerCase().split('-')[0] ?? '';
  if (isOtherScript(text, expected)) return true;
  const known = TONGUES.find((tongue) => tongue === expected);
  const tongue = tongueOf(text);
  return known !== undefined && tongue !== null && tongue !== known;
}

const WORDS_NEEDED = 6;
const DISTINCT_NEEDED = 3;
const SHARE_NEEDED = 0.2;
/** By so much the best language must be ahead of the next. */
const MARGIN = 0.12;
/** A name or a quoted word in another script is no change of language. */
const SCRIPT_SHARE = 0.2;
/** A sigh or a name alone tells no script. */
const LETTERS_NEEDED = 5;
/** So many letters are more than a word. */
const LETTERS_OF_WORDS = 10;

const FUNCTION_WORDS = {
  en: words(
    'the and of to in is it that you not for with was are this have but on be what they we he she my your would could there from at as an or if so do did i',
  ),
  de: words(
    'der die das und ist nicht ich du wir sie es ein eine den dem zu mit von auf für auch aber wie was dass wenn noch nur schon hat war sind bin mir dich mich sich',
  ),
  fr: words(
    'le la les et est ne pas je tu nous vous il elle un une des du de que qui dans pour sur avec mais ce cette sont plus au aux se sa son mon',
  ),
  es: words(
    'el la los las y es no yo tú que de en un una por para con se lo su mi pero como más está son muy ya le del al esto hay',
  ),
  it: words(
    'il lo la gli le e è non io tu che di in un una per con si ma come più sono della del alla questo mi ti ci anche ho ha',
  ),
  pt: words(
    'o a os as e é não eu tu você que de em um uma por para com se mas como mais está são do da no na isso meu',
  ),
  nl: words(
    'de het een en is niet ik je wij zij dat van in op te met voor maar ook als zijn was nog wel er aan mijn',
  ),
} as const;

const TONGUES: readonly Tongue[] = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

function scoreOf(texts: readonly SmallWords[], tongue: Tongue, words: number) {
  const hits = texts.flatMap((text) => text.hits.get(tongue) ?? []);
  return { tongue, distinct: new Set(hits).size, share: hits.length / words };
}

/** Scripts of languages that are not written in Latin letters. */
const SCRIPTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, ['zh', 'ja', 'yue', 'ko']],
  [/\p{Script=Hangul}/gu, ['ko']],
  [/\p{Script=Cyrillic}/gu, ['ru', 'uk', 'bg', 'sr', 'mk', 'be', 'kk', 'mn']],
  [/\p{Script=Arabic}/gu, ['ar', 'fa', 'ur', 'ps']],
  [/\p{Script=Hebrew}/gu, ['he', 'yi']],
  [/\p{Script=Greek}/gu, ['el']],
  [/\p{Script=Devanagari}/gu, ['hi', 'mr', 'ne', 'sa']],
  [/\p{Script=Thai}/gu, ['th']],
];

function isOtherScript(text: string, expected: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < LETTERS_NEEDED) return false;
  return SCRIPTS.some(([script, languages]) => {
    if (languages.includes(expected)) return false;
    const count = text.match(script)?.length ?? 0;
    // One word in it is a name or a loan.
    return count > letters * SCRIPT_SHARE && (count > letters / 2 || count >= LETTERS_OF_WORDS);
  });
}
