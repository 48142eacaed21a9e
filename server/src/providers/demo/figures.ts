import { type QuestionFigures, questionFigures } from './question-figures.ts';
import { voiceFiles } from './voices.ts';
import { AGREEMENT } from './reader.ts';
import { similarity, stemsOf, wordsOf } from '../words.ts';

export interface TalkLine {
  readonly name: string;
  readonly text: string;
  readonly move: string;
  readonly human?: boolean;
}

export interface Figures extends QuestionFigures {
  readonly lines: number;
  readonly nearRepeats: number;
  /** Different pairs of words among the first 500. */
  readonly distinctPairs: number;
  /** Mean, over lines, of the greatest likeness to any other line. */
  readonly bestOverlap: number;
  /** Share of lines with three content words or more that share one with the last three lines, or answer a question. */
  readonly linked: number;
  readonly medianWords: number;
  readonly words90: number;
  readonly shortShare: number;
  readonly disagreementShare: number;
  /** The most lines in a row that open with a yes, without a but. */
  readonly agreementRun: number;
  readonly moveEntropy: number;
  readonly greatestMoveShare: number;
  /** How often a naive Bayes model names the speaker; the words of the topic do not count. */
  readonly speakerGuess: number;
}

const NEAR = 0.6;
const SMOOTHING = 0.5;
const DISAGREEMENT =
  /\b(?:no(?! (?:one|man)\b)|not so|wrong|but|yet|however|disagree|doubt|overruled|objection|object|cannot be|can't be|never|rubbish|dissent|fails|against you|give over|don't buy|does not follow|not proven|unproven|push on that|to code|hold on|wait)\b/i;

/** The measures of a talk, as far as code can take them. */
export function figuresOf(lines: readonly TalkLine[], topic: string): Figures {
  const lengths = lines.map(({ text }) => wordsOf(text).length).toSorted((a, b) => a - b);
  const best = lines.map((line, index) =>
    Math.max(
      0,
      ...lines.filter((_, other) => other !== index).map((other) => similarity(line.text, other.text)),
    ),
  );
  const shares = sharesOf(lines.map(({ move }) => move));
  return {
    lines: lines.length,
    nearRepeats: lines.filter((line, index) =>
      lines.slice(0, index).some((other) => similarity(line.text, other.text) > NEAR),
    ).length,
    distinctPairs: distinctPairs(lines),
    bestOverlap: mean(best),
    linked: linkedShare(lines),
    medianWords: lengths[Math.floor(lengths.length / 2)] ?? 0,
    words90: lengths[Math.floor(lengths.length * 0.9)] ?? 0,
    shortShare: share(lines, ({ text }) => wordsOf(text).length <= 4),
    ...questionFigures(lines),
    disagreementShare: share(lines, ({ text }) => DISAGREEMENT.test(text)),
    agreementRun: agreementRun(lines),
    moveEntropy: -shares.reduce((sum, value) => sum + value * Math.log2(value), 0),
    greatestMoveShare: Math.max(0, ...shares),
    speakerGuess: speakerGuess(lines, topic),
  };
}

/** The noises by which a listener agrees, of all voices. */
const ASSENTS = new Set(voiceFiles.flatMap(({ signals }) => signals.assent));

function agreementRun(lines: readonly TalkLine[]): number {
  const agrees = lines.map(
    ({ text }) => ASSENTS.has(text) || (AGREEMENT.test(text) && !DISAGREEMENT.test(text)),
  );
  let run = 0;
  return Math.max(0, ...agrees.map((isYes) => (run = isYes ? run + 1 : 0)));
}

function distinctPairs(lines: readonly TalkLine[]): number {
  const words = lines.flatMap(({ text }) => wordsOf(text)).slice(0, 500);
  const pairs = words.slice(1).map((word, index) => `${words[index]} ${word}`);
  return new Set(pairs).size / Math.max(1, pairs.length);
}

function linkedShare(lines: readonly TalkLine[]): number {
  const long = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line, index }) => index > 0 && stemsOf(line.text).size >= 3);
  return share(long, ({ line, index }) => {
    const before = lines.slice(Math.max(0, index - 3), index);
    const heard = new Set(before.flatMap(({ text }) => [...stemsOf(text)]));
    return (
      [...stemsOf(line.text)].some((stem) => heard.has(stem)) || (before.at(-1)?.text.endsWith('?') ?? false)
    );
  });
}

function sharesOf(values: readonly string[]): number[] {
  return [...new Set(values)].map(
    (value) => values.filter((other) => other === value).length / values.length,
  );
}

/** Each line is guessed by a model that has seen all the others. */
function speakerGuess(lines: readonly TalkLine[], topic: string): number {
  const banned = stemsOf(topic);
  const bags = lines.map(({ name, text }) => ({
    name,
    words: wordsOf(text).filter((word) => !banned.has(word)),
  }));
  const names = [...new Set(lines.map(({ name }) => name))];
  const vocabulary = new Set(bags.flatMap(({ words }) => words)).size;
  const counts = new Map(
    names.map((name) => [
      name,
      countsOf(bags.filter((bag) => bag.name === name).flatMap(({ words }) => words)),
    ]),
  );
  const guess = (bag: (typeof bags)[number]) => {
    const own = countsOf(bag.words);
    const scores = names.map((name) => {
      const all = counts.get(name) ?? new Map<string, number>();
      const except = (word: string) => (bag.name === name ? (own.get(word) ?? 0) : 0);
      const total =
        [...all.values()].reduce((sum, value) => sum + value, 0) - (bag.name === name ? bag.words.length : 0);
      const score = bag.words.reduce(
        (sum, word) =>
          sum +
          Math.log(((all.get(word) ?? 0) - except(word) + SMOOTHING) / (total + SMOOTHING * vocabulary)),
        0,
      );
      return { name, score };
    });
    return scores.reduce((a, b) => (b.score > a.score ? b : a)).name;
  };
  return share(
    bags.filter(({ words }) => words.length >= 5),
    (bag) => guess(bag) === bag.name,
  );
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
