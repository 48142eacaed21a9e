import { stemsOf, wordsOf } from '../words.ts';

interface SaidLine {
  readonly name: string;
  readonly text: string;
  readonly move: string;
  readonly human?: boolean;
}

export interface QuestionFigures {
  readonly questionShare: number;
  /** Of the questions, how many say whom they are for. Where two talk that is plain. */
  readonly questionsToSeat: number;
  /** Of those, how many that seat takes up within three lines. */
  readonly questionsAnswered: number;
}

const ANSWERED_WITHIN = 3;

/** How a talk asks and answers. Where nobody asked, nothing is left open. */
export function questionFigures(lines: readonly SaidLine[]): QuestionFigures {
  const names = [...new Set(lines.filter(({ human }) => !human).map(({ name }) => name))];
  const questions = lines.flatMap((line, at) =>
    isAsked(line) ? [{ line, after: lines.slice(at + 1, at + 1 + ANSWERED_WITHIN), at }] : [],
  );
  const directed = questions.flatMap(({ line, after, at }) => {
    const to = addresseeOf(line, names);
    // The last lines of a talk leave no room for an answer.
    return to === null
      ? []
      : [{ isAnswered: isAnsweredBy(to, line, after), isOver: at + ANSWERED_WITHIN >= lines.length }];
  });
  const closed = directed.filter(({ isAnswered, isOver }) => isAnswered || !isOver);
  return {
    questionShare: questions.length / Math.max(1, lines.filter(({ human }) => !human).length),
    questionsToSeat: shareOf(directed.length, questions.length),
    questionsAnswered: shareOf(closed.filter(({ isAnswered }) => isAnswered).length, closed.length),
  };
}

function isAsked({ text, human }: SaidLine): boolean {
  return !human && /\?”?$/.test(text);
}

/** The one other seat that the question names; the first of several. */
function addresseeOf({ name, text }: SaidLine, names: readonly string[]): string | null {
  const others = names.filter((other) => other !== name);
  if (others.length === 1) return others[0] ?? null;
  const said = new Set(wordsOf(text));
  return others.find((other) => nameWords(other).some((word) => said.has(word))) ?? null;
}

/** “Judge Pell” is called by his name and not by his title alone. */
function nameWords(name: string): string[] {
  return wordsOf(name).filter((word) => !TITLES.has(word));
}

const TITLES = new Set(['dr', 'judge', 'brother']);

/** The seat speaks, and it is an answer: by a word of the question, or by the move that it makes. */
function isAnsweredBy(to: string, question: SaidLine, after: readonly SaidLine[]): boolean {
  const asked = stemsOf(question.text);
  return after.some(
    ({ name, text, move }) =>
      name === to &&
      (move === 'answer' || move === 'dodge' || [...stemsOf(text)].some((stem) => asked.has(stem))),
  );
}

function shareOf(count: number, all: number): number {
  return all === 0 ? 1 : count / all;
}
