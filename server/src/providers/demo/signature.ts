import { wordsOf } from '../words.ts';
import type { Voice } from './voice.ts';
import { voiceFiles } from './voices.ts';

type VoiceFile = (typeof voiceFiles)[number];

/** The words of a voice. */
interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

/** How much a line sounds like one voice and not like the others: about 0 is anybody, 1 is unmistakable. */
export function likeness({ slug }: Pick<Voice, 'slug'>, text: string): number {
  const bag = bags.get(slug);
  if (!bag) return 0;
  const words = wordsOf(text);
  const sum = words.reduce((total, word) => total + weightOf(word, bag), 0);
  return sum / Math.max(LEAST_WORDS, words.length);
}

/** In a shorter line one rare word would decide alone. */
const LEAST_WORDS = 8;
const SMOOTHING = 2;
const MOST_WEIGHT = 2;

const bags = new Map(
  voiceFiles.map((file) => {
    const counts = countsOf(wordsOf(allOf(file).join(' ')));
    return [file.slug, { counts, total: totalOf(counts) }];
  }),
);
const everybody = summed([...bags.values()].map(({ counts }) => counts));
const allWords = totalOf(everybody);

function weightOf(word: string, { counts, total }: Bag): number {
  const all = everybody.get(word);
  if (all === undefined) return 0;
  const mine = ((counts.get(word) ?? 0) + SMOOTHING / bags.size) / total;
  const others = (all + SMOOTHING) / allWords;
  return Math.max(-MOST_WEIGHT, Math.min(MOST_WEIGHT, Math.log(mine / others)));
}

function allOf({ moves, views, memories, reasons, tags }: VoiceFile): string[] {
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

function summed(bagsOfWords: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const counts of bagsOfWords) {
    for (const [word, count] of counts) sum.set(word, (sum.get(word) ?? 0) + count);
  }
  return sum;
}

function totalOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
