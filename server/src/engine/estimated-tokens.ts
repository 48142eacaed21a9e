/**
 * About how many tokens a text has. Each model family cuts text by a table of its own, so this is an
 * estimate: four characters of Latin script make a token, two and a half of other alphabets, and a
 * character of Chinese, Japanese or Korean, or an emoji, is a token by itself.
 */
export function estimatedTokens(text: string): number {
  let tokens = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    tokens += code < FIRST_OTHER ? LATIN : code < FIRST_IDEOGRAPH ? OTHER : IDEOGRAPH;
  }
  return Math.ceil(tokens);
}

const LATIN = 1 / 4;
const OTHER = 1 / 2.5;
const IDEOGRAPH = 1;
/** Greek, the first script after Latin and its marks. */
const FIRST_OTHER = 0x370;
const FIRST_IDEOGRAPH = 0x2e80;
