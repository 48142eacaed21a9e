import { tallyBy } from './growing-list.ts';
import { addedLines, closingLines, type PromptLine } from './prompt-lines.ts';
import { PromptWindow } from './prompt-window.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy } from './transcript.ts';

/** The part of the talk that a prompt holds as it was said. */
export interface PromptHistory {
  readonly lines: readonly PromptLine[];
  /** What comes before is not in it. */
  readonly untilSeq: number;
}

/** The newest of what a seat heard and no model has noted down yet, as far as it fits. */
export function promptHistory(
  { transcript, ledger }: Pick<Stage, 'transcript' | 'ledger'>,
  seatId: string,
  budgetTokens: number,
): PromptHistory {
  const afterSeq = ledger?.untilSeq ?? 0;
  const { window } = windowOf(transcript, { seatId, afterSeq, budgetTokens });
  const closed = window.copy();
  for (const line of closingLines(window.last)) closed.push(line);
  return { lines: closed.lines, untilSeq: closed.untilSeq ?? afterSeq };
}

interface Reader {
  readonly seatId: string;
  readonly afterSeq: number;
  readonly budgetTokens: number;
}

const windowOf = tallyBy(
  ({ seatId, afterSeq, budgetTokens }: Reader) => `${seatId} ${afterSeq} ${budgetTokens}`,
  ({ budgetTokens }) => ({ window: new PromptWindow<PromptLine>(budgetTokens) }),
  ({ window }, entry: Entry, _, { seatId, afterSeq }) => {
    if (entry.seq <= afterSeq || !isHeardBy(entry, seatId)) return;
    for (const line of addedLines(entry, seatId, window.last)) window.push(line);
  },
);
