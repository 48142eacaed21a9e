/** A word as it is looked for, and where it stands in the text that it came from, in UTF-16 units. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** One sign alone of a script without spaces: it is looked for among all signs of a line, wherever they stand. */
  readonly isLone: boolean;
  /** It is written without spaces around it: nobody can tell whether it goes on. */
  readonly isSpaceless: boolean;
}

/** Longer ones are cut: nobody types that much of one. */
const WORD_LENGTH = 40;

/** Scripts that put no spaces between words, or join endings to them. */
const SPACELESS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
  .map((script) => String.raw`\p{scx=${script}}`)
  .join('');
/** Signs of those; then words of all others, with the invisible signs inside them; then pictures. */
const PIECES = new RegExp(
  String.raw`(?<signs>(?:[[${SPACELESS}]&&[\p{L}\p{N}]]\p{M}*)+)` +
    String.raw`|[[\p{L}\p{N}\p{M}\u00ad\u200c-\u200f\u2060\ufeff]--[${SPACELESS}]]+` +
    String.raw`|\p{Extended_Pictographic}`,
  'gv',
);

const SIGNS = /\P{M}\p{M}*|\p{M}+/gu;
const ASCII = /^[ -~]*$/;
const NO_WORD = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/u;

/**
 * The words of a text, folded, in order. Of a script without spaces each pair of neighbouring signs is a word, so that
 * any two or more signs that stand together are found. Both databases keep and are asked for exactly these.
 */
export function* wordsIn(text: string): Generator<Word> {
  for (const { 0: piece, index, groups } of text.matchAll(PIECES)) {
    if (groups?.['signs'] !== undefined) {
      yield* pairsIn(piece, index);
      continue;
    }
    const place = { start: index, end: index + piece.length, isLone: false, isSpaceless: false };
    for (const part of folded(piece).split(NO_WORD)) if (part !== '') yield { ...place, text: cut(part) };
  }
}

function* pairsIn(piece: string, offset: number): Generator<Word> {
  const signs = [...piece.matchAll(SIGNS)].map(({ 0: sign, index }) => ({
    text: folded(sign),
    start: offset + index,
    end: offset + index + sign.length,
  }));
  const [first] = signs;
  if (first && signs.length === 1) yield { ...first, isLone: true, isSpaceless: true };
  for (const [index, sign] of signs.entries()) {
    const next = signs[index + 1];
    if (next === undefined) return;
    yield {
      text: sign.text + next.text,
      start: sign.start,
      end: next.end,
      isLone: false,
      isSpaceless: true,
    };
  }
}

/** Each sign of the scripts without spaces in a text, once: for who looks for one alone. */
export function loneSignsIn(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { 0: piece, groups } of text.matchAll(PIECES)) {
    if (groups?.['signs'] === undefined) continue;
    for (const [sign] of piece.matchAll(SIGNS)) found.add(folded(sign));
  }
  return found;
}

/** Accents, and points that only tell how to read a letter. Vowels of Thai or Hindi are marks as well, and stay. */
const ACCENTS =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u0610-\u061a]|[\u064b-\u065f\u0670]|[\u06d6-\u06ed]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]|[\ufe20-\ufe2f]|\p{Cf}/gu;
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};

/** Without what people leave out when they search: case, accents, width and shape of letters. */
function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replaceAll(ACCENTS, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[ßæœøđðþłħıς]/g, (letter) => LETTERS[letter] ?? letter);
}

function cut(word: string): string {
  return word.length <= WORD_LENGTH ? word : Array.from(word).slice(0, WORD_LENGTH).join('');
}
