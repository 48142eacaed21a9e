/** Words of a line, by white space; characters by twos where words are not spaced. */
export function wordsIn(text: string): number {
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return text.trim() === '' ? 0 : text.trim().split(/\s+/u).length + Math.floor(wide / 2);
}
