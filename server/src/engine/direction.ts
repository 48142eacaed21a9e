import { nudgeOfTurn } from './circle.ts';
import { type Moment, momentOf } from './direction-moment.ts';
import { drawMove, moveFor } from './direction-move.ts';
import { tellFor, wordsFor } from './phase-tell.ts';
import type { Chance, Stage } from './stage.ts';
import { isHeated, isWrappingUp } from './steering.ts';
import { twistDirection } from './twist.ts';
import { wordsIn } from './word-count.ts';

/** What the stage asks of one turn. */
export interface Direction {
  readonly targetWords: number;
  /** After so many words the turn ends with its sentence. */
  readonly capWords: number;
  readonly direction: string | null;
  readonly mayPass: boolean;
}

/** Draws how long a turn should be, what it should do, and whether it may stay silent. */
export function directTurn(stage: Stage, seatId: string, chance: Chance): Direction {
  const drawn = drawTurn(stage, seatId, chance);
  const nudge = nudgeOfTurn(stage, seatId);
  return nudge === null ? drawn : { ...drawn, direction: `${drawn.direction ?? ''} ${nudge}`.trim() };
}

function drawTurn(stage: Stage, seatId: string, chance: Chance): Direction {
  const now = momentOf(stage, seatId);
  if (isWrappingUp(stage) && now.whisper === null) return lastWord(chance);
  const turned = now.whisper === null ? twistDirection(stage, seatId) : null;
  const tell = tellFor(stage, seatId) ?? turned;
  const words = wordsFor(stage, seatId);
  const mayPass = tell === null && isPassOffered(now, chance);
  if (words) {
    const [target, cap] = words;
    const targetWords = clamp(Math.round(target * (0.75 + 0.5 * chance())), 1, cap);
    return { targetWords, capWords: cap, direction: tell ?? drawMove(now, chance), mayPass };
  }
  if (tell === null && isReactionFit(now) && chance() < REACTION_SHARE) {
    const targetWords = 1 + Math.floor(4 * chance());
    return { targetWords, capWords: capOf(targetWords), direction: moveFor('react', now), mayPass: false };
  }
  const targetWords = Math.max(2, Math.round(drawWords(now, chance) * factorOf(stage, seatId)));
  const direction = tell ?? drawMove(now, chance);
  return { targetWords, capWords: capOf(targetWords), direction, mayPass };
}

/** One last thought, without thanks: people leave a table so when they are at their best. */
function lastWord(chance: Chance): Direction {
  const targetWords = 8 + Math.floor(12 * chance());
  return { targetWords, capWords: capOf(targetWords), direction: LAST_WORD, mayPass: false };
}

const LAST_WORD = 'give one last thought in your own way, without thanks and without summing up.';

const REACTION_SHARE = 0.35;
const REACTION_WORDS = 4;
/** A reaction follows a line of at least so many words. */
const REACTED_TO_FROM = 10;
const TURNS_BETWEEN_REACTIONS = 3;
const SHORT_SHARE = 0.86;
const LONG_FROM = 41;
const TURNS_BETWEEN_LONG = 3;
const PASS_SHARE = 0.2;
const STORY = /\b(?:tell (?:me|us|them)|story|explain|describe|what happened|how did)\b/iu;

function isPassOffered(now: Moment, chance: Chance): boolean {
  const { last, whisper, isQuestion, isAddressed, passes, seats } = now;
  const isFit =
    last?.kind === 'seat' && whisper === null && !isQuestion && !isAddressed && passes < 2 && seats > 2;
  return isFit && chance() < PASS_SHARE;
}

/** A word or two, as people say while others talk: never to a human, never after another. */
function isReactionFit({ lines, last, whisper, isQuestion, isAddressed }: Moment): boolean {
  if (last?.kind !== 'seat' || whisper !== null || isQuestion || isAddressed) return false;
  if (wordsIn(last.text) < REACTED_TO_FROM) return false;
  return lines.slice(-TURNS_BETWEEN_REACTIONS).every(({ text }) => wordsIn(text) > REACTION_WORDS);
}

/** Most turns are short, a few long: an even rhythm is the clearest sign of a machine. */
function drawWords({ own, last, isAddressed }: Moment, chance: Chance): number {
  const hasRested = own.slice(-TURNS_BETWEEN_LONG).every(({ text }) => wordsIn(text) < LONG_FROM);
  const isAskedToTell = isAddressed && last !== null && STORY.test(last.text);
  const isLong = isAskedToTell || (chance() >= SHORT_SHARE && hasRested);
  const [median, spread] = isLong ? [45, 0.35] : [14, 0.55];
  const words = Math.exp(Math.log(median) + spread * normal(chance));
  return isLong ? clamp(words, 30, 90) : clamp(words, isAddressed ? 6 : 4, 40);
}

function factorOf(stage: Stage, seatId: string): number {
  const { conversation, personas } = stage;
  const verbosity = personas.get(seatId)?.style.verbosity ?? 0.5;
  const heat = isHeated(stage) ? HEATED_FACTOR : 1;
  return 0.6 * (1.6 / 0.6) ** verbosity * PACE_FACTORS[conversation.settings.pace] * heat;
}

/** Who is heated says less at a time. */
const HEATED_FACTOR = 0.7;
const PACE_FACTORS = { instant: 0.9, quick: 0.85, natural: 1, slow: 1.15, wait: 1 } as const;

function capOf(targetWords: number): number {
  return Math.max(25, Math.round(1.6 * targetWords) + 8);
}

/** A draw from the standard normal distribution. */
function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
