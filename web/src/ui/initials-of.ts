const TITLES = new Set(['dr', 'mr', 'mrs', 'ms', 'the', 'a', 'of', 'de', 'von', 'van']);

/** One or two letters that stand for a name: `Dr Ines Vale` is IV, `Socrates` is S. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s·,]+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const telling = words.filter((word) => !TITLES.has(word.toLowerCase().replaceAll('.', '')));
  const used = telling.length > 0 ? telling : words;
  const last = used.length > 1 ? used.at(-1) : undefined;
  return [used[0], last].map((word) => firstLetter(word)).join('');
}

function firstLetter(word: string | undefined): string {
  const letter = word?.match(/\p{L}|\p{N}/u)?.[0];
  return letter === undefined ? '' : letter.toLocaleUpperCase();
}
