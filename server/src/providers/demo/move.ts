import { unreachable } from '@chimera/protocol/unreachable';
import { hashOf } from '../text-hash.ts';
import type { Order } from './order.ts';
import type { Reading } from './reader.ts';
import { type Move, moves, type Voice } from './voice.ts';

type Weights = Partial<Record<Move, number>>;

/** Who decides, and when: what the choice of a move depends on besides the words. */
export interface Occasion {
  readonly conversationId: string;
  readonly stance: number;
  readonly humanWaits: boolean;
}

/** How likely each move is for the next line. */
export function weighMoves(
  reading: Reading,
  { voice, order, occasion }: { readonly voice: Voice; readonly order: Order; readonly occasion: Occasion },
): { readonly item: Move; readonly weight: number }[] {
  const obeys = hasAny(order.moves);
  const weights = obeys ? order.moves : weightsFor(reading, occasion);
  // Of one or two moves that were asked for, none can rest.
  const isDealt = !obeys || Object.keys(weights).length > FEW_MOVES;
  return moves.map((move) => {
    const base = reading.act === 'none' && NEEDS_OTHERS.has(move) ? 0 : (weights[move] ?? 0);
    const leaning = obeys ? 1 : (voice.leanings[move] ?? 1);
    return { item: move, weight: base * leaning * (isDealt ? rest(move, reading, occasion) : 1) };
  });
}

const FEW_MOVES = 3;

/** Where nobody has spoken there is nothing to do these to. */
const NEEDS_OTHERS: ReadonlySet<Move> = new Set<Move>([
  'object',
  'doubt',
  'concede',
  'callback',
  'analogy',
  'build',
  'combine',
  'spoil',
]);

/** What usually follows what. */
function weightsFor(reading: Reading, { stance, humanWaits }: Occasion): Weights {
  const { act, toMe, target } = reading;
  switch (act) {
    case 'none':
      return { open: 1 };
    case 'fact-question':
      return humanWaits || toMe ? { dodge: 1 } : { joke: 2, dodge: 2, doubt: 1 };
    case 'machine-question':
    case 'foreign':
    case 'greeting':
      return { open: 2, ask: 2, story: 1 };
    case 'question':
    case 'open-question':
    case 'origin-question':
      return toMe
        ? { answer: 6, dodge: 0.8, story: 0.8, example: 0.8 }
        : { answer: 4, joke: 1.5, object: 1, story: 1 };
    case 'farewell':
      return { twist: 4, ask: 1, story: 1 };
    case 'insult':
      return { joke: 3, object: 2, dodge: 1 };
    case 'praise':
      return { joke: 2, object: 2, twist: 1, doubt: 1 };
    case 'story':
      return { joke: 2, ask: 1.2, story: 1.5, analogy: 1.5, object: 1.2, doubt: 1, concede: 1 };
    case 'short':
      return { story: 2, example: 2, joke: 1, callback: 1, analogy: 1, twist: 0.6, ask: 0.6 };
    case 'claim':
      return claimWeights(reading, stance, target?.kind === 'narrator');
    default:
      return unreachable(act);
  }
}

function claimWeights(
  { agreements, shorts, older, polarity }: Reading,
  stance: number,
  event: boolean,
): Weights {
  const opposed = stance !== 0 && polarity !== 0 && Math.sign(stance) !== polarity;
  const alike = stance !== 0 && Math.sign(stance) === polarity;
  const collapse = agreements >= 2;
  return {
    object: (event ? 0.3 : 2.4) * (opposed ? 1.5 : alike ? 0.5 : 1) * (collapse ? 2 : 1),
    example: 1.8,
    doubt: event ? 0.3 : 1.3,
    concede: collapse || event ? 0 : alike ? 2 : 1.2,
    ask: 1.1,
    analogy: 1.5,
    callback: older.length > 0 ? 1.1 : 0,
    joke: 1.4,
    story: 1.7,
    twist: collapse || shorts >= 2 ? 3 : 0.35,
  };
}

/**
 * The same move should not come back within two turns of its seat, and nothing is stored between
 * turns: so a conversation deals each seat's moves into three hands and plays them in rotation.
 */
function rest(move: Move, { mine }: Reading, { conversationId }: Occasion): number {
  const round = Math.floor(mine.length / 3);
  const hand = hashOf(`${conversationId} ${move} ${round}`) % 3;
  return hand === mine.length % 3 ? 1 : 0.25;
}

function hasAny(weights: Weights): boolean {
  return Object.values(weights).some((weight) => weight > 0);
}
