import { type Candidate } from './candidates.ts';
import { type Chance, pickWeighted } from './chance.ts';
import { isWorn, overlapWith, type Said } from './editor.ts';
import type { Setting } from './planner.ts';
import { nounStem, type Reading } from './reader.ts';
import { likeness } from './signature.ts';
import { ideaMoves, type Move, storyMoves } from './voice.ts';
import { stemsOf, wordsOf } from '../words.ts';

const MOST_OVERLAP = 0.35;
/** Who says so much of the last line again only says it in other words. */
const MOST_ECHO = 0.5;
const WORN_OUT = -8;
/** How much a line that only this voice would say is preferred: with forty voices each word says less. */
const LIKENESS = 4.3;
/** How much a line that takes up the last ones is. */
const LINKED = 2.1;
/** How much a line that comes back to the topic is, when nobody has named it for so many lines. */
const BACK = 2.1;
const BACK_AFTER_LINES = 5;
/** How much a line that is too long or too short is not, by each factor of e. */
const MISFIT = 0.7;

/** The best three by their score, and then chance: a line that always wins would be a habit. */
export function best(
  setting: Setting,
  found: readonly Candidate[],
  said: Said,
  chance: Chance,
): Candidate | null {
  const strayed = strayedFrom(setting);
  const comesBack = ({ text, move }: Candidate) =>
    strayed.size > 0 && !GAME.has(move) && [...stemsOf(text)].some((stem) => strayed.has(stem));
  const scored = found
    .map((candidate) => ({
      item: candidate,
      score: scoreOf(setting, candidate, said) + (comesBack(candidate) ? BACK : 0) + chance() * 0.8,
    }))
    .filter(({ score }) => score > WORN_OUT)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3);
  const chosen = pickWeighted(
    scored.map(({ item, score }) => ({ item, weight: Math.exp(score / 0.7) })),
    chance,
  );
  return chosen ?? null;
}

/** In these nobody has to come back to anything: the story goes where it goes. */
const GAME: ReadonlySet<Move> = new Set<Move>([...storyMoves, ...ideaMoves]);

/** What the talk is about, when it has strayed from that and nobody waits for an answer; else nothing. */
function strayedFrom({ scene, reading: { themes, target, toMe, act } }: Setting): ReadonlySet<string> {
  const isOwed = target?.kind === 'human' || (toMe && act.endsWith('question'));
  const stems = new Set(themes.map(nounStem));
  const newest = scene.lines
    .filter(({ kind }) => kind !== 'narrator')
    .slice(-BACK_AFTER_LINES)
    .flatMap(({ text }) => [...stemsOf(text)]);
  return isOwed || newest.some((stem) => stems.has(stem)) ? new Set() : stems;
}

function scoreOf({ scene, reading, voice }: Setting, { text, heard }: Candidate, said: Said): number {
  const overlap = overlapWith(text, said);
  const length = wordsOf(text).length;
  const fit = Math.abs(Math.log(length / Math.max(4, scene.targetWords)));
  const stems = stemsOf(text);
  const echoed = [...stems].filter((stem) => reading.targetStems.has(stem)).length;
  const isEcho = echoed >= 3 && echoed / Math.min(stems.size, reading.targetStems.size) >= MOST_ECHO;
  const linked = [...reading.focus].some((stem) => stems.has(stem));
  return (
    Math.min(heard, 2) * 0.6 +
    (linked ? LINKED : 0) +
    // Who answers says it in words of the question.
    (reading.act.endsWith('question') && takesUp(reading, text) ? 3 : 0) -
    fit * MISFIT +
    likeness(voice, text) * LIKENESS -
    overlap * 4 -
    (overlap > MOST_OVERLAP ? 20 : 0) -
    (isWorn(text, said) ? 14 : 0) -
    (isEcho ? 6 : 0) -
    // Holding up one word of the last speaker is a fine trick, once in a while.
    (holdsUpWord(text) ? scene.lines.slice(-6).filter((line) => holdsUpWord(line.text)).length * 1.2 : 0)
  );
}

/** Of a guest's words only the subjects count, of a seat's any. */
export function takesUp({ target, targetStems, subjects }: Reading, text: string): boolean {
  const stems = stemsOf(text);
  return [...(target?.kind === 'human' ? subjects : targetStems)].some((stem) => stems.has(stem));
}

function holdsUpWord(text: string): boolean {
  return /“[^ ”]+”/.test(text);
}
