import { type Chance, pick } from './chance.ts';
import type { Setting } from './planner.ts';
import { wordsOf } from '../words.ts';

/** Now and then one of the voice's own small sentences, never in two lines in a row, none that is still in the ear. */
export function withTag({ voice, reading, scene }: Setting, text: string, chance: Chance): string {
  const isSoon = reading.mine.slice(-1).some((line) => voice.tags.some((tag) => line.includes(tag)));
  if (isSoon || scene.targetWords < TAGGED_FROM_WORDS || chance() > TAG_SHARE) return text;
  const recent = reading.mine.slice(-TAG_REST).join(' ');
  const tag = pick(
    voice.tags.filter((each) => !recent.includes(each)),
    chance,
  );
  // “…love. I'm only saying, love.”
  if (tag === undefined || wordsOf(text).at(-1) === wordsOf(tag).at(-1)) return text;
  // A question is answered only when it comes last.
  return text.endsWith('?') ? `${tag} ${text}` : `${text} ${tag}`;
}

const TAG_SHARE = 0.45;
const TAGGED_FROM_WORDS = 9;
/** Own lines before the same one may come back. */
const TAG_REST = 14;
