import type { Act } from './act.ts';
import { ideaMoves, type Move, storyMoves } from './voice.ts';

/** What a direction asks for, as far as the improviser understands it. */
export interface Order {
  /** Weights of the moves that obey it; empty when any move will do. */
  readonly moves: Partial<Record<Move, number>>;
  /** They make a story or a list of ideas together. */
  readonly isGame: boolean;
  readonly short: boolean;
  /** A judge is asked who was stronger. */
  readonly verdict: boolean;
}

/** Reads a direction. In an interview each seat takes the sentence that is for it. */
export function orderOf(
  direction: string | null,
  seat: { readonly host: boolean; readonly act: Act },
): Order {
  const text = direction === null ? '' : told(ownPart(direction, seat));
  const found = RULES.filter(([cue]) => cue.test(text));
  const first = found.filter(([, , rank]) => rank === Math.max(...found.map(([, , best]) => best)));
  const isAnswerFirst = /\banswer\b.*\bexample\b/i.test(text);
  const verdict = /\bverdict\b/i.test(text);
  const moves: Order['moves'] = Object.assign({}, ...first.map(([, weights]) => weights));
  const isAsked = seat.act.endsWith('question');
  const isFirst = seat.act === 'none';
  const isPlainAnswer = moves.answer !== undefined && moves.example === undefined;
  return {
    moves:
      isFirst && moves.ask
        ? FIRST_QUESTION
        : isAnswerFirst
          ? isAsked
            ? ANSWERED
            : AMONG_GUESTS
          : moves.ask && moves.answer
            ? answerOrAsk(isAsked)
            : isPlainAnswer && !isAsked
              ? AMONG_GUESTS
              : moves,
    verdict,
    isGame: [...ideaMoves, ...storyMoves].some((move) => moves[move] !== undefined),
    short:
      /\b(?:one word|stay short|very short|short answer|brief|few words|under (?:five|six|eight|ten) words)\b/i.test(
        text,
      ),
  };
}

/** The next piece of a story: not the same thing to the last fact each time. */
const STORY: Order['moves'] = {
  accept: 1.3,
  raise: 3,
  turn: 3,
  speech: 4,
  tale: 2.2,
  return: 1.6,
  place: 1,
};
const IDEAS: Order['moves'] = { idea: 3.2, build: 2, leap: 3.2, combine: 1.8, sell: 3, spoil: 3, joke: 0.8 };

/** A higher rank wins over a lower one: an order to close is stronger than a habit to ask. */
const RULES: readonly (readonly [RegExp, Order['moves'], number])[] = [
  [
    /\b(?:story (?:goes|comes) to (?:its|an) end|end (?:of )?the story|ending of the story)\b/i,
    { ending: 4, return: 3, accept: 0.5 },
    7,
  ],
  [/\b(?:first (?:thing to do|step)|tomorrow morning)\b/i, { step: 8, build: 0.5 }, 6],
  [/\bidea\b.*\b(?:defend|choose|keep|doubt)\b/i, { pick: 8, build: 0.5 }, 6],
  [
    /\b(?:last thought|closing|wrap(?:ping)? up|last word|last line|say goodbye|final|end the scene)\b/i,
    { closing: 6 },
    5,
  ],
  [/\b(?:verdict|weigh (?:up|both)|who was stronger|decide for)\b/i, { closing: 4, concede: 2 }, 5],
  [/\b(?:story\b.*\bplace|fact about the (?:place|people))\b/i, { place: 5, accept: 1.5, tale: 1.5 }, 5],
  [/\b(?:new idea|bad idea|one idea|idea)\b/i, IDEAS, 4],
  [
    /\b(?:last fact|accept|story goes|continue the story|next (?:piece|part) of the story|scene further|tell on)\b/i,
    STORY,
    4,
  ],
  [
    /\b(?:change the (?:subject|topic)|something new|another side|turn the talk|surprise)\b/i,
    { twist: 6, story: 1 },
    4,
  ],
  [/\bwrong with the question\b/i, { dodge: 6 }, 4],
  [
    /\b(?:object|disagree|rebut|attack|raise the heat|press|why it fails|take them to task)\b/i,
    { object: 5, doubt: 3, analogy: 1 },
    3,
  ],
  [/\banswers? with a (?:concrete )?(?:scene|story)\b/i, { story: 4, answer: 3, example: 2.5 }, 3],
  [/\b(?:doubt|number|figure)\b/i, { doubt: 5, ask: 1 }, 2],
  [/\b(?:concede|grant|give way|agree on)\b/i, { concede: 6 }, 2],
  [/\b(?:memory|story|concrete scene|anecdote|from your life)\b/i, { story: 5, example: 2 }, 2],
  [/\b(?:tease|joke|make .* laugh)\b/i, { joke: 6 }, 2],
  [/\b(?:example|case)\b/i, { example: 5, story: 2, analogy: 1 }, 2],
  [
    /\b(?:claim|where you stand|take a side|your case|opening|open the (?:panel|talk))\b/i,
    { open: 3, object: 1 },
    3,
  ],
  [/\b(?:ask|question)\b/i, { ask: 6 }, 1],
  [/\b(?:answer)\b/i, { answer: 6, story: 1 }, 1],
];

/** Who is to ask before anybody has spoken says first what it is about: there is no word yet to pick up. */
const FIRST_QUESTION: Order['moves'] = { open: 4, ask: 2 };

/** To answer and give an example is two things: the answer where one was asked, else whatever a guest says to another. */
const ANSWERED: Order['moves'] = { answer: 5, example: 3, story: 2 };
const AMONG_GUESTS: Order['moves'] = {
  object: 3,
  example: 2.5,
  story: 2,
  analogy: 1.5,
  doubt: 1.5,
  callback: 1.2,
  concede: 1,
  joke: 1,
};

/** Asked to do both, one answers if there is a question, and otherwise asks or goes at what was said. */
function answerOrAsk(isAsked: boolean): Order['moves'] {
  return isAsked ? { answer: 6, story: 1 } : { ask: 5, object: 5, doubt: 2 };
}

/** What is asked for, without what is not: “do not ask” is no order to ask, and to answer the question, or to say what is in question, is none either. */
function told(text: string): string {
  return text
    .replace(/\b(?:do not|don't|without|not|no)\b[^.;,:]*/gi, ' ')
    .replace(/\banswer the question\b/gi, 'answer')
    .replace(/\bin question\b/gi, ' ');
}

function ownPart(direction: string, { host, act }: { readonly host: boolean; readonly act: Act }): string {
  const sentences = direction.split(/(?<=[.;])\s+/);
  const forHost = /\b(?:the )?(?:interviewer|host|moderator)\b/i;
  const forGuest = /\b(?:the )?(?:guests?|others|panel)\b/i;
  if (
    !sentences.some((sentence) => forHost.test(sentence)) ||
    !sentences.some((sentence) => forGuest.test(sentence))
  ) {
    return direction;
  }
  const asking = host || act === 'none';
  return sentences
    .filter((sentence) => (asking ? forHost : forGuest).test(sentence.split(' ').slice(0, 3).join(' ')))
    .join(' ');
}
