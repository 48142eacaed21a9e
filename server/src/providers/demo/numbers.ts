import { wordsOf } from '../words.ts';

const NAMES = new Map<string, number>(
  Object.entries({
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    eighteen: 18,
    twenty: 20,
    'twenty-two': 22,
    'twenty-four': 24,
    'twenty-six': 26,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    'a hundred': 100,
    'two hundred': 200,
    'four hundred': 400,
    'five hundred': 500,
    'eight hundred': 800,
    'a thousand': 1000,
    'two thousand': 2000,
  }),
);
const WORDS = new Map([...NAMES].map(([name, number]) => [number, name]));

/** The first number that a text names, in digits or in one word. */
export function numberIn(text: string): number | null {
  const digits = /\b\d{1,6}\b/.exec(text)?.[0];
  if (digits) return Number(digits);
  const words = wordsOf(text);
  const at = words.findIndex((word) => NAMES.has(word) || word === 'hundred' || word === 'thousand');
  const found = words[at];
  if (found === undefined) return null;
  const unit = NAMES.get(found) ?? 1;
  const next = NAMES.has(found) ? words[at + 1] : found;
  return unit * (next === 'hundred' ? 100 : next === 'thousand' ? 1000 : 1);
}

/** A number as one says it, in digits when it has no short name. */
export function numeral(number: number): string {
  const known = WORDS.get(number);
  const [tens, ones] = [WORDS.get(number - (number % 10)), WORDS.get(number % 10)];
  if (known === undefined && number > 20 && number < 100 && tens && ones) return `${tens}-${ones}`;
  const hundreds = number < 200 ? 'a' : WORDS.get(Math.floor(number / 100));
  const rest = number % 100;
  if (known === undefined && number > 100 && number < 1000 && hundreds !== undefined && rest > 0) {
    return `${hundreds} hundred and ${numeral(rest)}`;
  }
  return known ?? String(number);
}

export function isNumberWord(word: string): boolean {
  return NAMES.has(word) || /^(?:hundred|thousand|million)s?$/.test(word);
}
