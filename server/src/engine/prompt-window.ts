import type { ModelSize } from '../providers/model-size.ts';
import type { PromptLine } from './prompt-lines.ts';
import { remembered } from './remembered.ts';
import { tokensIn } from './tokens-in.ts';

/** How much of the talk a prompt holds at most, in estimated tokens. */
const HISTORY_TOKENS = 8000;
/** The note on what is left out, the note for this turn, and the answer. */
const RESERVED_TOKENS = 1000;
/** What a template writes around each turn, and what estimates are wrong by, grow with the talk. */
const RESERVED_SHARE = 0.2;
/** So much of the talk every prompt holds, whatever it is said to have room for. */
const LEAST_HISTORY_TOKENS = 400;

/**
 * What is left of the model's context for the talk; the same every turn, or the talk would be cut elsewhere
 * each time. With `besides`, so many more tokens are kept free.
 */
export function historyBudget({ contextTokens }: ModelSize, system: string, besides = 0): number {
  const reserved = Math.max(RESERVED_TOKENS, Math.ceil(contextTokens * RESERVED_SHARE));
  const left = contextTokens - tokensIn(system) - reserved - besides;
  return Math.min(HISTORY_TOKENS, Math.max(LEAST_HISTORY_TOKENS, left));
}

/**
 * The newest lines that fit. When there are too many, the older half goes at once and the rest stays
 * as it is for long: a window that slides by a line each turn would change every prompt from its start.
 * `startBy` says for each line where the window begins at the latest once it is there.
 */
export function windowed<Line extends PromptLine>(
  lines: readonly Line[],
  budgetTokens: number,
  startBy: (index: number) => number = () => 0,
): { readonly lines: readonly Line[]; readonly leftOut: readonly Line[] } {
  let leftOut = 0;
  let tokens = 0;
  for (const [index, line] of lines.entries()) {
    tokens += estimatedTokens(line);
    while (leftOut < startBy(index)) {
      tokens -= estimatedTokens(lines[leftOut]);
      leftOut += 1;
    }
    if (tokens <= budgetTokens) continue;
    while (tokens > budgetTokens / 2 && leftOut < index) {
      tokens -= estimatedTokens(lines[leftOut]);
      leftOut += 1;
    }
    // What the stage says of a line goes with it.
    while (leftOut > 0 && leftOut < index && lines[leftOut]?.seq === lines[leftOut - 1]?.seq) {
      tokens -= estimatedTokens(lines[leftOut]);
      leftOut += 1;
    }
  }
  return { lines: lines.slice(leftOut), leftOut: lines.slice(0, leftOut) };
}

function estimatedTokens(line: PromptLine | undefined): number {
  return line === undefined ? 0 : tokensOf(line);
}

const tokensOf = remembered(({ text }: PromptLine) => tokensIn(text));
