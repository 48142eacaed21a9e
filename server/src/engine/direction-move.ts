import { hashOf } from '../providers/text-hash.ts';
import type { Moment } from './direction-moment.ts';
import type { Chance } from './stage.ts';

/** What a turn does: a verb with an object, never "be natural". */
export type Move =
  | 'open'
  | 'answer'
  | 'answer-with-example'
  | 'answer-and-ask'
  | 'dodge'
  | 'react'
  | 'heed'
  | 'object'
  | 'example'
  | 'memory'
  | 'ask'
  | 'ask-third'
  | 'concede'
  | 'doubt'
  | 'tease'
  | 'propose'
  | 'turn-aside';

/** Draws a move that fits the moment. */
export function drawMove(moment: Moment, chance: Chance): string {
  const moves = weightsFor(moment)
    .filter(([move]) => isFit(move, moment))
    .map(([move, weight]) => [move, weight * restOf(move, moment)] as const);
  let left = chance() * moves.reduce((sum, [, weight]) => sum + weight, 0);
  const [move] = moves.find(([, weight]) => (left -= weight) < 0) ?? ['example'];
  return moveFor(move, moment, chance());
}

/** The words for a move. */
export function moveFor(move: Move, { last, whisper, thirds }: Moment, draw = 0): string {
  const who = last?.name ?? 'the others';
  const third = thirds[Math.floor(draw * thirds.length)] ?? who;
  return {
    open: 'open the talk: say where you stand on the topic, with one concrete thing you saw or did.',
    answer: `answer ${who} first, in plain words.`,
    'answer-with-example': `answer ${who}, with one example.`,
    'answer-and-ask': `answer ${who}, then ask one thing back.`,
    dodge: `do not answer ${who} directly; say what is wrong with the question.`,
    react: `only react to what ${who} said, in a word or a few.`,
    heed: `do what ${whisper?.name ?? 'the stage'} told you alone, without giving away that you were told.`,
    object: `object to one thing that ${who} said, and say why.`,
    example: 'give one example that nobody has named yet.',
    memory: 'tell a short memory that bears on this.',
    ask: `ask ${who} one thing about what was just said.`,
    'ask-third': `ask ${third} what they make of it.`,
    concede: `grant ${who} one point and hold on to another.`,
    doubt: `doubt a number, a fact or a word that ${who} used.`,
    tease: `tease ${who} a little.`,
    propose: 'propose a next step.',
    'turn-aside': 'turn to another side of the topic.',
  }[move];
}

type Weights = readonly (readonly [Move, number])[];

const WHISPERED: Weights = [['heed', 1]];
const OPENING: Weights = [['open', 1]];
const ANSWERS: Weights = [
  ['answer', 5],
  ['answer-with-example', 2],
  ['answer-and-ask', 2],
  ['dodge', 1],
];
/** Humans are answered, not dodged. */
const ANSWERS_TO_HUMANS: Weights = [
  ['answer', 5],
  ['answer-with-example', 3],
  ['answer-and-ask', 2],
];
const FREE: Weights = [
  ['object', 3],
  ['example', 2],
  ['memory', 1.5],
  ['ask', 1.5],
  ['ask-third', 1],
  ['concede', 1],
  ['doubt', 1],
  ['tease', 1],
  ['propose', 0.7],
  ['turn-aside', 0.7],
];

/** Nobody lets a weak point pass. */
const HEATED: Weights = [
  ['object', 5],
  ['doubt', 3],
  ['ask', 2],
  ['tease', 2],
  ['example', 1],
];

function weightsFor({ lines, last, whisper, isAddressed, isQuestion, isHeated }: Moment): Weights {
  if (whisper !== null) return WHISPERED;
  // What the narrator says sets the stage: the talk is still to be opened.
  if (last === null || lines.every(({ kind }) => kind === 'narrator')) return OPENING;
  if (last.kind === 'human') return ANSWERS_TO_HUMANS;
  if (isAddressed && isQuestion) return ANSWERS;
  return isHeated ? HEATED : FREE;
}

/**
 * The same move should not come back within two turns of a seat, and what a turn was told is not part of the
 * transcript: so each seat's moves are dealt into three hands that take turns.
 */
function restOf(move: Move, { own, hand }: Moment): number {
  const round = Math.floor(own.length / HANDS);
  const dealt = hashOf(`${hand} ${round} ${move}`) % HANDS;
  return dealt === own.length % HANDS ? 1 : OUT_OF_HAND;
}

const HANDS = 3;
const OUT_OF_HAND = 0.2;

function isFit(move: Move, { own, last, thirds }: Moment): boolean {
  const asked = own.slice(-4).filter(({ text }) => text.trimEnd().endsWith('?')).length;
  const asks = move === 'ask' || move === 'ask-third' || move === 'answer-and-ask';
  if (asks && asked > 0) return false;
  if (move === 'ask-third') return thirds.length > 0;
  const isAboutSomebody = move === 'object' || move === 'ask' || move === 'concede' || move === 'doubt';
  return !(isAboutSomebody || move === 'tease') || last?.kind !== 'narrator';
}
