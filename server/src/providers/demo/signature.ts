import { wordsOf } from '../words.ts';
import type { Voice } from './voice.ts';
import { voices } from './voices.ts';

/** How much a line sounds like one voice and not like the others: about 0 is anybody, 1 is unmistakable. */
export function likeness({ slug }: Pick<Voice, 'slug'>, text: string): number {
  const weights = weightsOfVoice.get(slug);
  if (!weights) return 0;
  const words = wordsOf(text);
  const sum = words.reduce((total, word) => total + (weights.get(word) ?? 0), 0);
  return sum / Math.max(LEAST_WORDS, words.length);
}

/** In a shorter line one rare word would decide alone. */
const LEAST_WORDS = 8;
const SMOOTHING = 2;
const MOST_WEIGHT = 2;

const bags = voices.map((voice) => ({ slug: voice.slug, counts: countsOf(wordsOf(allOf(voice).join(' '))) }));
const everybody = countsOf(
  bags.flatMap(({ counts }) => [...counts].flatMap(([word, n]) => Array<string>(n).fill(word))),
);
const allWords = totalOf(everybody);
const weightsOfVoice = new Map(bags.map(({ slug, counts }) => [slug, weightsOf(counts)]));

function weightsOf(counts: ReadonlyMap<string, number>): Map<string, number> {
  const own = totalOf(counts);
  return new Map(
    [...everybody].map(([word, all]) => {
      const mine = ((counts.get(word) ?? 0) + SMOOTHING / bags.length) / own;
      const others = (all + SMOOTHING) / allWords;
      return [word, Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, Math.log(mine / others)))];
    }),
  );
}

function allOf({ moves, views, memories, reasons, tags }: Voice): string[] {
  return [
    ...Object.values(moves).flat(),
    ...[...views, ...memories].map(({ text }) => text),
    ...Object.values(reasons).flat(),
    ...tags,
  ].map((text) => text.replace(/\{[\w-]+\}/g, ' '));
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
