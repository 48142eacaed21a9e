import { unreachable } from '@chimera/protocol/unreachable';
import type { StudioWords } from '../words/use-studio-words.ts';
import type { SheetProblem } from './sheet-problems.ts';

/** What is wrong, and what to do, in a sentence. */
export function problemText(problem: SheetProblem, words: StudioWords): string {
  switch (problem.kind) {
    case 'too-long':
      return words.tooLong(problem.length, problem.most);
    case 'too-many':
      return words.tooMany(problem.most);
    case 'number':
      return words.numberWrong(problem.most);
    case 'control-characters':
      return words.controlCharacters;
    case 'broken-characters':
      return words.brokenCharacters;
    case 'pauses':
      return words.pausesWrong;
    default:
      return unreachable(problem);
  }
}

/** The first error at a path or inside it, by a look-up of errors by their paths. */
export function firstAt(path: string, errors: ReadonlyMap<string, string>): string | undefined {
  const exact = errors.get(path);
  if (exact !== undefined || errors.size === 0) return exact;
  return [...errors].find(([at]) => at.startsWith(`${path}.`))?.[1];
}
