import lexicon from './lexicon.json' with { type: 'json' };
import { hashOf } from '../text-hash.ts';
import { type Value, valueSchema, type Voice } from './voice.ts';
import { stemOf } from '../words.ts';

const valuesOfStem = new Map<string, Value[]>();
for (const [name, words] of Object.entries(lexicon.values)) {
  for (const word of words.split(' ')) {
    const stem = stemOf(word);
    valuesOfStem.set(stem, [...(valuesOfStem.get(stem) ?? []), valueSchema.parse(name)]);
  }
}

/** The values that some subjects touch. */
export function valuesAt(stems: Iterable<string>): Value[] {
  return [...stems].flatMap((stem) => valuesOfStem.get(stem) ?? []);
}

/** What a character holds of some subjects, -2 to 2. Even where it holds nothing it leans one way. */
export function stanceOn(voice: Voice, stems: ReadonlySet<string>): number {
  const held = valuesAt(stems).map((value) => voice.values[value] ?? 0);
  const sum = held.reduce((total, value) => total + value, 0);
  if (sum !== 0) return Math.max(-2, Math.min(2, sum));
  return hashOf(`${voice.slug} ${[...stems].sort().join(' ')}`) % 2 === 0 ? 0.5 : -0.5;
}
