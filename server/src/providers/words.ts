import commonWords from './common-words.json' with { type: 'json' };

const common = new Set(commonWords.flatMap((line) => line.split(' ')));

// Ranges instead of \p{L}: this runs over a hundred lines for each line that is improvised, and is ten times as fast.
export const LETTER = '0-9a-z\\u00c0-\\u1fff\\u2c00-\\ud7ff\\uf900-\\ufdff';
const WORD = new RegExp(`[${LETTER}]+(?:['-][${LETTER}]+)*`, 'g');

/** The words of a text, in lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
}

/** True for words that carry a subject: not the small change of every sentence. */
export function isContent(word: string): boolean {
  return word.length > 2 && !common.has(word) && !/^\d+$/.test(word);
}

/** A crude stem, good enough to see that “jokes” and “joke” are the same subject. */
export function stemOf(word: string): string {
  const bare = word.replace(/'s$/, '');
  if (bare.length > 4 && bare.endsWith('ies')) return `${bare.slice(0, -3)}y`;
  if (bare.length > 4 && /(?:ch|sh|ss|x)es$/.test(bare)) return bare.slice(0, -2);
  if (bare.length > 3 && /[^su]s$/.test(bare)) return bare.slice(0, -1);
  if (bare.length > 6 && bare.endsWith('ing')) return bare.slice(0, -3);
  if (bare.length > 5 && bare.endsWith('ed')) return bare.slice(0, -2);
  return bare;
}

/** The stems of the content words of a text. */
export function stemsOf(text: string): Set<string> {
  return new Set(wordsOf(text).filter(isContent).map(stemOf));
}

/** Runs of `length` words, joined by spaces. */
export function runsOf(words: readonly string[], length: number): string[] {
  const runs: string[] = [];
  for (let index = 0; index + length <= words.length; index += 1) {
    runs.push(words.slice(index, index + length).join(' '));
  }
  return runs;
}

/** How much two texts are the same: runs of three words in both, as a share of all. */
export function similarity(a: string, b: string): number {
  const first = new Set(runsOf(wordsOf(a), 3));
  const second = new Set(runsOf(wordsOf(b), 3));
  if (first.size === 0 || second.size === 0) return wordsOf(a).join(' ') === wordsOf(b).join(' ') ? 1 : 0;
  const shared = [...first].filter((run) => second.has(run)).length;
  return shared / (first.size + second.size - shared);
}

/** The sentences of a text, each with its closing mark. */
export function sentencesOf(text: string): string[] {
  return (
    text
      .match(/[^.!?…]+[.!?…]*[”"')]*\s*/gu)
      ?.map((part) => part.trim())
      .filter((part) => part !== '') ?? []
  );
}
