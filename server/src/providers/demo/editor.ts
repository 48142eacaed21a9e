import { articleFor } from './nouns.ts';
import { hashOf } from '../text-hash.ts';
import { sentencesOf, wordsOf } from '../words.ts';

/** What was said before, ready to be compared with. */
export interface Said {
  /** Runs of three words, each with the lines that contain it. */
  readonly runs: ReadonlyMap<number, readonly number[]>;
  readonly openings: ReadonlySet<string>;
  /** Yes, no, but: those that opened two of the last lines of the same speaker. */
  readonly tics: ReadonlySet<string>;
  readonly whole: ReadonlySet<string>;
}

const COMPARED_LINES = 30;
const COMPARED_OWN_LINES = 64;

export function saidOf(lines: readonly string[], mine: readonly string[]): Said {
  const runs = new Map<number, number[]>();
  const compared = new Set([...mine.slice(-COMPARED_OWN_LINES), ...lines.slice(-COMPARED_LINES)]);
  const recent = [...compared].map(wordsOf);
  for (const [index, words] of recent.entries()) {
    for (const run of new Set(triplesOf(words))) {
      const found = runs.get(run);
      if (found) found.push(index);
      else runs.set(run, [index]);
    }
  }
  return {
    runs,
    openings: new Set(mine.slice(-3).map(openingOf)),
    tics: ticsOf(mine.slice(-TIC_LINES)),
    whole: new Set(recent.map((words) => words.join(' '))),
  };
}

/** Small repairs of what slots can break: the first letter, spaces, articles, doubled marks. */
export function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:?!])/g, '$1')
    .replace(/([.!?,;])”\1/g, '$1”')
    .replace(/([^.])\.\.(?!\.)/g, '$1.')
    .replace(/\b([Aa])n? (?=([\p{L}\p{N}]+))/gu, (whole, letter: string, word: string) =>
      /^[A-Z]/.test(word) && word.length === 1 ? whole : `${letter}${articleFor(word).slice(1)} `,
    )
    .replace(
      /(^|[.!?] )(“?)(\p{Ll})/gu,
      (_, before: string, mark: string, letter: string) => `${before}${mark}${letter.toUpperCase()}`,
    )
    .trim();
}

/** Puts in the words that a speaker prefers; what stands in quotation marks is somebody else's. */
export function inOwnWords(text: string, prefers: Readonly<Record<string, string>>): string {
  return text
    .split(/(“[^”]*”)/)
    .map((part) => (part.startsWith('“') ? part : preferred(part, prefers)))
    .join('');
}

/** What is wrong with a line; null when nothing is. */
export function faultOf(text: string): string | null {
  if (text === '') return 'empty';
  if (/[{}[\]|]/.test(text)) return 'unfilled slot';
  if (/(?<![\p{L}'])(?!no |had )([\p{L}']+) \1(?![\p{L}'])/iu.test(text)) return 'doubled word';
  if (/[,;:]{2}|[?!,;:]\.(?!\.)|[,;:][?!]|\?\?/.test(text)) return 'doubled mark';
  if (/^“?\p{Ll}/u.test(text)) return 'small first letter';
  if (!/[.?!…]”?$/.test(text)) return 'no closing mark';
  if ((text.match(/“/g)?.length ?? 0) !== (text.match(/”/g)?.length ?? 0)) return 'open quotation';
  if (/\b(?:the|a|an|my|your|its|their) (?:the|a|an|my|your)\b/i.test(text)) return 'two articles';
  return null;
}

/** The greatest share of a line, or of one of its sentences, that was already in one earlier line. */
export function overlapWith(text: string, said: Said): number {
  const parts = [text, ...sentencesOf(text)];
  return Math.max(...parts.map((part) => shareOf(wordsOf(part), said)));
}

/** True when the line begins as the last ones of the same speaker did, or was said before. */
export function isWorn(text: string, said: Said): boolean {
  return (
    said.tics.has(wordsOf(text)[0] ?? '') ||
    (wordsOf(text).length > 5 && said.openings.has(openingOf(text))) ||
    said.whole.has(wordsOf(text).join(' '))
  );
}

function shareOf(words: readonly string[], { runs }: Said): number {
  const own = triplesOf(words);
  if (own.length === 0) return 0;
  const hits = new Map<number, number>();
  for (const run of own) {
    for (const line of runs.get(run) ?? []) hits.set(line, (hits.get(line) ?? 0) + 1);
  }
  return Math.max(0, ...hits.values()) / own.length;
}

function preferred(text: string, prefers: Readonly<Record<string, string>>): string {
  return text.replace(/[\p{L}]+(?:'[\p{L}]+)?/gu, (word) => prefers[word] ?? word);
}

/** Runs of three words, each as one number: much faster to compare than joined text. */
function triplesOf(words: readonly string[]): number[] {
  const triples: number[] = [];
  let [first = 0, second = 0] = words.slice(0, 2).map(hashOf);
  for (const word of words.slice(2)) {
    const third = hashOf(word);
    triples.push((Math.imul(first, 31) + Math.imul(second, 17)) ^ third);
    first = second;
    second = third;
  }
  return triples;
}

const TIC_LINES = 8;
const TIC =
  /^(?:yes|no|aye|well|oh|ah|eh|ha|hmm|okay|right|so|but|look|listen|honestly|indeed|exactly|precisely|absolutely)$/;

function ticsOf(lines: readonly string[]): Set<string> {
  const firsts = lines.map((line) => wordsOf(line)[0] ?? '').filter((word) => TIC.test(word));
  return new Set(firsts.filter((word, index) => firsts.indexOf(word) !== index));
}

function openingOf(text: string): string {
  return wordsOf(text).slice(0, 2).join(' ');
}
