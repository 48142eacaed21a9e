import type { OptionalGuard } from '@chimera/protocol/format';
import { stemsOf, wordsOf } from '../providers/words.ts';
import type { EarlierLine } from './gate-history.ts';
import { FAREWELL } from './gate-stage-talk.ts';
import { remembered } from './remembered.ts';
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
  const since = lines.slice(lines.findLastIndex(({ isPerson }) => isPerson) + 1);
  for (const count of COUNTS) {
    const found = count(since, context);
    if (found && !context.guardsOff.has(found.rule)) return escalated(found, context);
  }
  return null;
}

interface Line {
  readonly text: string;
}

type Count = (lines: readonly Line[], context: LoopContext) => Loop | null;

const COUNTS: readonly Count[] = [goodbyes, praises, agreements, stalls];

/** What one twist did not break, a second will not either. */
function escalated(loop: Loop, { twists }: LoopContext): Loop {
  return loop.remedy === 'twist' && twists >= TWISTS_LIMIT ? { ...loop, remedy: 'stop' } : loop;
}

const TWISTS_LIMIT = 2;

function goodbyes(lines: readonly Line[], { mayClose }: LoopContext): Loop | null {
  return sayGoodbye(lines) ? { rule: 'goodbye-loop', remedy: mayClose ? 'stop' : 'twist' } : null;
}

/** Most of the newest lines are farewells. */
export function sayGoodbye(lines: readonly Line[]): boolean {
  return lines.slice(-BYE_LINES).filter((line) => signsOf(line).isFarewell).length >= BYE_TIMES;
}

const BYE_LINES = 4;
const BYE_TIMES = 3;

function praises(lines: readonly Line[], { seats }: LoopContext): Loop | null {
  const recent = lines.slice(-(seats <= 2 ? PRAISE_LINES_OF_TWO : PRAISE_LINES));
  const count = recent.filter((line) => signsOf(line).isPolite).length;
  if (count < PRAISE_TIMES) return null;
  return { rule: 'praise-loop', remedy: count > PRAISE_TIMES ? 'twist' : 'nudge' };
}

const PRAISE_LINES = 6;
const PRAISE_LINES_OF_TWO = 8;
const PRAISE_TIMES = 3;
const THANKS =
  /\b(?:thank(?:s| you)|grateful|appreciate (?:that|it|you|your|how)|(?:that|it|this) means (?:a lot|so much|the world)|much obliged|you(?:['’]re| are) (?:too|so) kind)\b/iu;
const PRAISE =
  /\b(?:beautifully|wonderfully|brilliantly|perfectly|well) (?:put|said)\b|\bi (?:love|admire|adore) (?:how|that|your|the way|this)\b|\b(?:great|excellent|brilliant|wonderful|fantastic|beautiful|amazing|profound) (?:point|question|insight|idea|thought|perspective|observation|way)\b|\bwhat an? (?:lovely|great|beautiful|wonderful|brilliant|profound|fascinating) |\b(?:inspiring|inspired by) (?:you|your)?\b|\bcouldn['’]t (?:agree|have said it)\b/iu;

/** Everybody agrees, and nobody says but. */
function agreements(lines: readonly Line[]): Loop | null {
  const recent = lines.filter((line) => signsOf(line).words > SHORT_WORDS).slice(-AGREEMENT_LINES);
  if (recent.length < AGREEMENT_LINES) return null;
  const count = recent.filter((line) => signsOf(line).agrees).length;
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

function stalls(lines: readonly Line[], { seats }: LoopContext): Loop | null {
  return isStalled(lines, seats) ? { rule: 'stall', remedy: 'twist' } : null;
}

/** For many lines in a row nearly every word was said before. */
export function isStalled(lines: readonly Line[], seats: number): boolean {
  let left = seats <= 2 ? STALL_LINES_OF_TWO : STALL_LINES;
  for (let at = lines.length - 1; at >= 0 && left > 0; at -= 1) {
    const line = lines[at];
    if (line === undefined || stemsIn(line).size < DENSE_WORDS) continue;
    if (noveltyOf(line, lines.slice(Math.max(0, at - COMPARED_LINES), at)) >= NOVELTY) return false;
    left -= 1;
  }
  return left === 0;
}

/** The share of its words that stand in none of the lines before. */
function noveltyOf(line: Line, before: readonly Line[]): number {
  const said = before.map(stemsIn).toReversed();
  const own = stemsIn(line);
  return [...own].filter((stem) => !said.some((stems) => stems.has(stem))).length / own.size;
}

const stemsIn = remembered(({ text }: Line) => stemsOf(text));

/** What a line shows by itself. */
const signsOf = remembered(({ text }: Line) => {
  const isFarewell = FAREWELL.test(text);
  return {
    isFarewell,
    isPolite: isFarewell || THANKS.test(text) || PRAISE.test(text),
    agrees: AGREES.test(text) && !CONTRAST.test(text),
    words: wordsOf(text).length,
  };
});

const DENSE_WORDS = 3;
const STALL_LINES = 6;
const STALL_LINES_OF_TWO = 8;
const COMPARED_LINES = 20;
const NOVELTY = 0.35;
