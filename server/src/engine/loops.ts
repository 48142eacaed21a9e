import type { OptionalGuard } from '@chimera/protocol/format';
import { stemsOf, wordsOf } from '../providers/words.ts';
import type { EarlierLine } from './gate-history.ts';
import { FAREWELL } from './gate-stage-talk.ts';
import type { Circle } from './twist.ts';

/** A talk that runs in circles, and what helps: a word to who speaks next, a turn for all, or an end. */
export interface Loop {
  readonly rule: Circle;
  readonly remedy: 'nudge' | 'twist' | 'stop';
}

export interface LoopContext {
  /** Seats on stage: two alone come to the same lines sooner. */
  readonly seats: number;
  /** The phase allows the talk to end. */
  readonly mayClose: boolean;
  /** Twists since a person last spoke up. */
  readonly twists: number;
  /** Rules that do not hold in this part of the format. */
  readonly guardsOff: ReadonlySet<OptionalGuard>;
}

/**
 * Counts over the newest lines, since a person spoke, a phase began or the talk was turned. Single lines of
 * thanks are human; what tells machines from people is how many there are in a row.
 */
export function loopIn(lines: readonly EarlierLine[], context: LoopContext): Loop | null {
  const since = lines.slice(lines.findLastIndex(({ isPerson }) => isPerson) + 1).map(({ text }) => text);
  for (const count of COUNTS) {
    const found = count(since, context);
    if (found && !context.guardsOff.has(found.rule)) return escalated(found, context);
  }
  return null;
}

type Count = (texts: readonly string[], context: LoopContext) => Loop | null;

const COUNTS: readonly Count[] = [goodbyes, praises, agreements, stalls];

/** What one twist did not break, a second will not either. */
function escalated(loop: Loop, { twists }: LoopContext): Loop {
  return loop.remedy === 'twist' && twists >= TWISTS_LIMIT ? { ...loop, remedy: 'stop' } : loop;
}

const TWISTS_LIMIT = 2;

function goodbyes(texts: readonly string[], { mayClose }: LoopContext): Loop | null {
  return sayGoodbye(texts) ? { rule: 'goodbye-loop', remedy: mayClose ? 'stop' : 'twist' } : null;
}

/** Most of the newest lines are farewells. */
export function sayGoodbye(texts: readonly string[]): boolean {
  return texts.slice(-BYE_LINES).filter((text) => FAREWELL.test(text)).length >= BYE_TIMES;
}

const BYE_LINES = 4;
const BYE_TIMES = 3;

function praises(texts: readonly string[], { seats }: LoopContext): Loop | null {
  const recent = texts.slice(-(seats <= 2 ? PRAISE_LINES_OF_TWO : PRAISE_LINES));
  const count = recent.filter(isPolite).length;
  if (count < PRAISE_TIMES) return null;
  return { rule: 'praise-loop', remedy: count > PRAISE_TIMES ? 'twist' : 'nudge' };
}

function isPolite(text: string): boolean {
  return THANKS.test(text) || PRAISE.test(text) || FAREWELL.test(text);
}

const PRAISE_LINES = 6;
const PRAISE_LINES_OF_TWO = 8;
const PRAISE_TIMES = 3;
const THANKS =
  /\b(?:thank(?:s| you)|grateful|appreciate (?:that|it|you|your|how)|(?:that|it|this) means (?:a lot|so much|the world)|much obliged|you(?:['’]re| are) (?:too|so) kind)\b/iu;
const PRAISE =
  /\b(?:beautifully|wonderfully|brilliantly|perfectly|well) (?:put|said)\b|\bi (?:love|admire|adore) (?:how|that|your|the way|this)\b|\b(?:great|excellent|brilliant|wonderful|fantastic|beautiful|amazing|profound) (?:point|question|insight|idea|thought|perspective|observation|way)\b|\bwhat an? (?:lovely|great|beautiful|wonderful|brilliant|profound|fascinating) |\b(?:inspiring|inspired by) (?:you|your)?\b|\bcouldn['’]t (?:agree|have said it)\b/iu;

/** Everybody agrees, and nobody says but. */
function agreements(texts: readonly string[]): Loop | null {
  const recent = texts.filter((text) => wordsOf(text).length > SHORT_WORDS).slice(-AGREEMENT_LINES);
  if (recent.length < AGREEMENT_LINES) return null;
  const count = recent.filter((text) => AGREES.test(text) && !CONTRAST.test(text)).length;
  if (count < AGREEMENT_LINES * AGREEMENT_SHARE) return null;
  return { rule: 'agreement', remedy: 'twist' };
}

const SHORT_WORDS = 4;
const AGREEMENT_LINES = 8;
const AGREEMENT_SHARE = 0.6;
const AGREES =
  /^["“*\s]*(?:(?:oh|ah|well|hmm|and|but),? )?(?:yes|yeah|yep|exactly|absolutely|indeed|agreed|of course|right|true|precisely|definitely|totally|certainly|quite so|so true|that['’]?s (?:true|right|so true|it)|i (?:completely |fully |totally |quite )?agree|you(?:['’]re| are) (?:so |quite |absolutely )?right|couldn['’]t agree more|well said|beautifully put|great point|what a (?:great|lovely|beautiful|wonderful))\b/iu;
const CONTRAST =
  /\b(?:but|however|not so|disagree|doubt|wrong|although|though|yet|except|unless|instead|rather|on the other hand|still)\b/iu;

function stalls(texts: readonly string[], { seats }: LoopContext): Loop | null {
  return isStalled(texts, seats) ? { rule: 'stall', remedy: 'twist' } : null;
}

/** For many lines in a row nearly every word was said before. */
export function isStalled(texts: readonly string[], seats: number): boolean {
  const count = seats <= 2 ? STALL_LINES_OF_TWO : STALL_LINES;
  const stems = texts.map(stemsOf).map((own, at) => ({ own, at }));
  const dense = stems.filter(({ own }) => own.size >= DENSE_WORDS).slice(-count);
  if (dense.length < count) return false;
  return dense.every(({ own, at }) => {
    const before = new Set(
      stems.slice(Math.max(0, at - COMPARED_LINES), at).flatMap((line) => [...line.own]),
    );
    return [...own].filter((stem) => !before.has(stem)).length / own.size < NOVELTY;
  });
}

const DENSE_WORDS = 3;
const STALL_LINES = 6;
const STALL_LINES_OF_TWO = 8;
const COMPARED_LINES = 20;
const NOVELTY = 0.35;
