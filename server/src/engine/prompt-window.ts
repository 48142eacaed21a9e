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
 */
export class PromptWindow<Line extends PromptLine> {
  readonly #budgetTokens: number;
  #lines: Line[] = [];
  #tokens = 0;
  #leftOut = 0;
  #lastLeftOut: Line | undefined;

  constructor(budgetTokens: number) {
    this.#budgetTokens = budgetTokens;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  get last(): Line | undefined {
    return this.#lines.at(-1);
  }

  /** The entry up to which they are; null: all are in it. */
  get untilSeq(): number | null {
    return this.#lastLeftOut?.seq ?? null;
  }

  /** `startBy`: so many lines are left out at least. */
  push(line: Line, startBy = 0): void {
    this.#lines.push(line);
    this.#tokens += tokensOf(line);
    while (this.#leftOut < startBy && this.#lines.length > 0) this.#leaveOut();
    if (this.#tokens <= this.#budgetTokens) return;
    while (this.#tokens > this.#budgetTokens / 2 && this.#lines.length > 1) this.#leaveOut();
    // What the stage says of a line goes with it.
    while (this.#lines.length > 1 && this.#lines[0]?.seq === this.#lastLeftOut?.seq) this.#leaveOut();
  }

  /** The same for as long as nothing is pushed to either of them. */
  copy(): PromptWindow<Line> {
    const copy = new PromptWindow<Line>(this.#budgetTokens);
    copy.#lines = [...this.#lines];
    copy.#tokens = this.#tokens;
    copy.#leftOut = this.#leftOut;
    copy.#lastLeftOut = this.#lastLeftOut;
    return copy;
  }

  #leaveOut(): void {
    const line = this.#lines.shift();
    if (line === undefined) return;
    this.#tokens -= tokensOf(line);
    this.#leftOut += 1;
    this.#lastLeftOut = line;
  }
}

const tokensOf = remembered(({ text }: PromptLine) => tokensIn(text));
