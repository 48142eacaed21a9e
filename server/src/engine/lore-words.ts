/**
 * Texts as keywords are looked for in them: whole words, signs one by one, and of what is written without spaces each
 * character, so that a keyword is found within a line of it. All texts are prepared at once, which costs little for
 * thousands of short ones.
 */
export function loreWords(texts: readonly string[]): string[][] {
  if (texts.length === 0) return [];
  const joined = texts.map((text) => text.replaceAll('\n', ' ')).join('\n');
  const plain = ASCII.test(joined) ? joined : prepared(joined);
  return plain.split('\n').map((line) => line.match(WORDS) ?? []);
}

function prepared(text: string): string {
  return text
    .replaceAll(MARKS, '')
    .normalize('NFC')
    .replaceAll(INVISIBLE, '')
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(HYPHENS, '-');
}

const ASCII = /^\p{ASCII}*$/u;
/** More marks on one letter than any language has; to put them in order takes the square of their number. */
const MARKS = /\p{M}{9,}/gu;
/** Soft hyphens, characters without width, and what only says how a sign is drawn. */
const INVISIBLE = /\p{Variation_Selector}|[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const APOSTROPHES = /[’ʼ‘＇]/gu;
const HYPHENS = /[‐‑]/gu;

/** Scripts without spaces, then words, then any other sign. */
const WORDS =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]|[[\p{L}\p{N}\p{M}_]--[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]]+|[^\s]/gv;
