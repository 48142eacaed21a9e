import type { Scene, SceneLine } from '../provider.ts';
import { type Act, actOf } from './act.ts';
import { isQuestion } from './asking.ts';
import { type Noun, nounsOf } from './nouns.ts';
import { isNumberWord, numberIn } from './numbers.ts';
import { isContent, sentencesOf, stemOf, stemsOf, wordsOf } from '../words.ts';

/** What a listener takes from the last lines. */
export interface Reading {
  /** The line to answer; null when nobody else has spoken. */
  readonly target: SceneLine | null;
  readonly act: Act;
  /** The target named this seat, or it is a human's line that nobody answered. */
  readonly toMe: boolean;
  /** Nouns of the target, the newest first, then of the lines before it. */
  readonly nouns: readonly Noun[];
  /** Content words of the target as they were written. */
  readonly spoken: readonly string[];
  /** Stems of these: what the target is about. */
  readonly subjects: ReadonlySet<string>;
  /** Stems of what is being talked about now. */
  readonly focus: ReadonlySet<string>;
  readonly targetStems: ReadonlySet<string>;
  /** Nouns of the topic. */
  readonly themes: readonly Noun[];
  readonly themeStems: ReadonlySet<string>;
  /** A clause of the target that can be quoted. */
  readonly quotes: readonly string[];
  readonly number: number | null;
  /** Older clauses, to come back to. */
  readonly older: readonly Older[];
  readonly mine: readonly string[];
  /** How many of the last lines were four words or fewer. */
  readonly shorts: number;
  readonly agreements: number;
  /** 1 when the target speaks well of its subject, -1 when it does not. */
  readonly polarity: number;
}

/** Something that somebody else said a while ago. */
export interface Older {
  readonly name: string;
  readonly isGuest: boolean;
  readonly quote: string;
}

const RECENT_LINES = 3;
const OLD_AFTER_LINES = 8;

export function read(scene: Scene): Reading {
  const { self, lines } = scene;
  const target = targetOf(scene);
  // A narrator alone sets the stage: nobody has said anything yet that could be answered or held up.
  const isStart = lines.every(({ kind }) => kind === 'narrator');
  const text = isStart ? '' : (target?.text ?? '');
  const asked = actOf(text);
  const isOver = target?.kind === 'seat' && lines.at(-1)?.seatId === self.seatId;
  const recent = lines.filter((line) => line.seatId !== self.seatId).slice(-RECENT_LINES);
  const themes = nounsOf(scene.topic);
  return {
    target,
    // Who speaks twice in a row has answered already.
    act: isOver && asked.endsWith('question') ? 'claim' : asked,
    toMe: target !== null && !isOver && isForMe(target, scene),
    nouns: isStart
      ? []
      : [...nounsOf(text).toReversed(), ...recent.toReversed().flatMap((line) => nounsOf(line.text))],
    spoken: spokenOf(text, scene),
    subjects: subjectsOf(text, scene),
    focus: new Set([...stemsOf(text)].concat(recent.flatMap((line) => [...stemsOf(line.text)]))),
    targetStems: stemsOf(text),
    themes,
    themeStems: stemsOf(scene.topic),
    quotes: quotesOf(text),
    number: numberIn(text),
    older: olderOf(scene),
    mine: lines.filter((line) => line.seatId === self.seatId).map((line) => line.text),
    shorts: countFromEnd(lines, (line) => wordsOf(line.text).length <= 5),
    agreements: countFromEnd(lines, (line) => AGREEMENT.test(line.text)),
    polarity: polarityOf(text),
  };
}

/** How a line opens that agrees. */
export const AGREEMENT = /^(?:yes|aye|agreed|exactly|true|quite|granted|fair|right|of course|indeed)\b/i;
const GOOD = /\b(?:love|good|better|best|beautiful|true|right|honest|useful|always|trust|keep)\b/gi;
const BAD =
  /\b(?:hate|bad|worse|never|lie|lies|wrong|nonsense|useless|dangerous|fear|no|nothing|against)\b/gi;

/** It names this seat, a guest waits for anybody, or only one other is there who can have meant it. */
function isForMe({ text, kind }: SceneLine, { self, others }: Scene): boolean {
  return (
    names(text, self.name, self.persona.aliases) ||
    kind === 'human' ||
    (kind === 'seat' && others.length === 1)
  );
}

/** A human's line waits until somebody has answered it, a question until who was asked has; otherwise the newest line counts. */
function targetOf(scene: Scene): SceneLine | null {
  const { self, lines } = scene;
  const others = lines.filter((line) => line.seatId !== self.seatId);
  const human = others.slice(-2).findLast((line) => line.kind === 'human');
  if (human && !answered(human, scene)) return human;
  return questionFor(scene) ?? others.at(-1) ?? null;
}

/** How many lines of others a question outlasts, where the turns go around a table. */
const WAITING_LINES = 3;

/** What this seat was asked by name since it last spoke. */
function questionFor({ self, lines }: Scene): SceneLine | undefined {
  const since = lines.slice(lines.findLastIndex(({ seatId }) => seatId === self.seatId) + 1);
  return since
    .slice(-WAITING_LINES)
    .findLast(({ kind, text }) => kind === 'seat' && isAsked(text, [self.name, ...self.persona.aliases]));
}

/** “And what does it cost, Ines?” or “Ines, what does it cost?”: to be asked about is not to be asked. */
function isAsked(text: string, called: readonly string[]): boolean {
  if (!isQuestion(text)) return false;
  const asked = sentencesOf(text).at(-1)?.toLowerCase() ?? '';
  return called
    .map((name) => name.toLowerCase())
    .some((name) => asked.endsWith(`, ${name}?`) || asked.startsWith(`${name}, `));
}

function answered(line: SceneLine, scene: Scene): boolean {
  const subjects = subjectsOf(line.text, scene);
  const after = scene.lines.slice(scene.lines.indexOf(line) + 1).filter(({ kind }) => kind === 'seat');
  if (subjects.size === 0) return after.length > 0;
  return after.some(({ text }) => [...stemsOf(text)].some((stem) => subjects.has(stem)));
}

function subjectsOf(text: string, scene: Scene): ReadonlySet<string> {
  return new Set(spokenOf(text, scene).map((word) => stemOf(word.toLowerCase())));
}

function names(text: string, name: string, aliases: readonly string[]): boolean {
  const heard = wordsOf(text).join(' ');
  return [name, ...aliases].some((called) => ` ${heard} `.includes(` ${wordsOf(called).join(' ')} `));
}

/** Words that can be held up: nouns first, and only of what the speaker said, not of what they quoted. */
function spokenOf(text: string, { others, self }: Scene): string[] {
  const cast = new Set([...others.map(({ name }) => name), self.name].flatMap(wordsOf));
  const own = text.replace(/[“"][^”"]*[”"]/g, ' ');
  const nouns = nounsOf(own).map(({ word }) => word);
  const content = wordsOf(own).filter(
    (word) => isContent(word) && !cast.has(word) && !word.includes("'") && !isNumberWord(word),
  );
  const best = nouns.filter((word) => content.includes(word));
  const rest = content.filter((word) => word.length > 3 && !word.endsWith('ly'));
  const chosen = best.length > 0 ? best : likeliestSubjects(rest, own);
  return [...new Set(chosen)].map((word) => asWritten(word, own));
}

/** Where no noun is known: what stands behind “like” or “about”, then what looks like many of a kind, then the longest. */
function likeliestSubjects(words: readonly string[], text: string): string[] {
  const all = wordsOf(text);
  const rank = (word: string) => {
    const before = all[all.indexOf(word) - 1] ?? '';
    if (BEFORE_SUBJECTS.has(before)) return 2;
    if (BEFORE_VERBS.has(before)) return -1;
    return /[^suia]s$/.test(word) ? 1 : 0;
  };
  const most = Math.max(...words.map(rank));
  return words
    .filter((word) => rank(word) === most)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 2);
}

const BEFORE_SUBJECTS = new Set('like about of for with without in on from against than'.split(' '));
const BEFORE_VERBS = new Set('i you he she it we they this that who nobody everybody somebody to'.split(' '));

/** A name keeps its capital: “Iceland”. */
function asWritten(word: string, text: string): string {
  const name = word.slice(0, 1).toUpperCase() + word.slice(1);
  const at = text.indexOf(` ${name}`);
  return at > 0 && !/[.!?:“"]/.test(text.charAt(at - 1)) ? name : word;
}

/** Clauses of three to eight words that can stand in quotation marks by themselves. */
function quotesOf(text: string): string[] {
  if (/[“”"]/.test(text)) return [];
  return text
    .split(/[.!?;:,–—…]+/)
    .map((clause) =>
      clause
        .trim()
        .replace(
          /^(?:and|but|so|then|because|well|yes|no|now|that(?= (?:the|a|it|he|she|they|we|you|nobody)\b)) /i,
          '',
        ),
    )
    .filter((clause) => {
      const words = wordsOf(clause);
      const contents = words.filter(isContent);
      return words.length >= 3 && words.length <= 8 && contents.length >= 2 && QUOTABLE.test(clause);
    })
    .map((clause) => (/^(?:I\b|I'|I’|[A-Z]\w+ [A-Z])/.test(clause) ? clause : lowerFirst(clause)));
}

const QUOTABLE =
  /^(?:the|a|an|my|your|his|her|our|their|this|that|every|no|nobody|everybody|some|most|you|we|they|he|she|it|I|I've|I'm|it's|there)\b/i;

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function olderOf({ self, lines }: Scene): Older[] {
  // A third of them is choice enough, and another third the next time.
  const all = lines.slice(-48, -OLD_AFTER_LINES);
  const old = all.length > 12 ? all.filter((_, index) => index % 3 === lines.length % 3) : all;
  const since = lines
    .slice(-48)
    .map(({ text }) => text.toLowerCase())
    .join('\n');
  return old
    .filter((line) => line.kind !== 'narrator' && line.seatId !== self.seatId)
    .flatMap(({ name, kind, text }) =>
      quotesOf(text).map((quote) => ({ name, isGuest: kind === 'human', quote })),
    )
    .filter(({ quote }) => !since.includes(`“${quote.toLowerCase()}`));
}

function polarityOf(text: string): number {
  return Math.sign((text.match(GOOD)?.length ?? 0) - (text.match(BAD)?.length ?? 0));
}

function countFromEnd(lines: readonly SceneLine[], holds: (line: SceneLine) => boolean): number {
  const last = lines.findLastIndex((line) => !holds(line));
  return lines.length - 1 - last;
}

/** The stem of a noun, as `focus` holds it. */
export function nounStem(noun: Noun): string {
  return stemOf(noun.word);
}
