import type { Pace } from '@chimera/protocol/conversation';

/** A piece of a line and the time it takes to say it, after which the next piece may follow. */
export interface Piece {
  readonly text: string;
  readonly pauseMs: number;
}

const WORD_MS = { instant: 0, quick: 55, natural: 90, wait: 90, slow: 140 } as const;
const INSTANT_PIECES = 3;

/** A line as it is spoken: a phrase at the head of each sentence, then word by word, with a breath after commas and stops. */
export function piecesOf(text: string, pace: Pace): Piece[] {
  const words = text.match(/\S+\s*/g) ?? [];
  const wordMs = WORD_MS[pace];
  if (wordMs === 0) return grouped(words, INSTANT_PIECES);
  return phrased(words).map((piece) => ({
    text: piece.join(''),
    pauseMs: piece.reduce((sum, word) => sum + wordMs * breath(word), 0),
  }));
}

/** One piece for each word, at an even rate. */
export function evenPieces(text: string, perSecond: number): Piece[] {
  return (text.match(/\S+\s*/g) ?? []).map((word) => ({ text: word, pauseMs: 1000 / perSecond }));
}

/** Whoever begins to speak has the first words ready; and guard rails hear a phrase before they let it through. */
const PHRASE_LENGTH = 48;

function phrased(words: readonly string[]): string[][] {
  const pieces: string[][] = [];
  let phrase: string[] | null = [];
  for (const word of words) {
    if (phrase === null) pieces.push([word]);
    else {
      if (phrase.length === 0) pieces.push(phrase);
      phrase.push(word);
    }
    if (endsSentence(word)) phrase = [];
    else if (phrase !== null && phrase.join('').trim().length >= PHRASE_LENGTH) phrase = null;
  }
  return pieces;
}

function endsSentence(word: string): boolean {
  return /[.!?…]”?\s*$/.test(word);
}

function breath(word: string): number {
  if (endsSentence(word)) return 3;
  return /[,;:–—]”?\s*$/.test(word) ? 2 : 1;
}

function grouped(words: readonly string[], pieces: number): Piece[] {
  const size = Math.max(1, Math.ceil(words.length / pieces));
  const starts = Array.from({ length: Math.ceil(words.length / size) }, (_, index) => index * size);
  return starts.map((start) => ({ text: words.slice(start, start + size).join(''), pauseMs: 0 }));
}
