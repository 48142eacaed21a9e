import type { PromptLine } from './prompt-lines.ts';

/** How much of the talk a prompt holds by default, in estimated tokens. */
export const HISTORY_TOKENS = 8000;

/**
 * The newest lines that fit. When there are too many, the older half goes at once and the rest stays
 * as it is for long: a window that slides by a line each turn would change every prompt from its start.
 */
export function windowed(
  lines: readonly PromptLine[],
  budgetTokens: number,
): { readonly lines: readonly PromptLine[]; readonly leftOut: readonly PromptLine[] } {
  let leftOut = 0;
  let tokens = 0;
  for (const [index, line] of lines.entries()) {
    tokens += estimatedTokens(line);
    if (tokens <= budgetTokens) continue;
    while (tokens > budgetTokens / 2 && leftOut < index) {
      tokens -= estimatedTokens(lines[leftOut]);
      leftOut += 1;
    }
  }
  return { lines: lines.slice(leftOut), leftOut: lines.slice(0, leftOut) };
}

function estimatedTokens(line: PromptLine | undefined): number {
  return Math.ceil((line?.text.length ?? 0) / 4);
}
