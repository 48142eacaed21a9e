import type { Prompt, PromptTurn } from '../providers/provider.ts';
import type { Direction } from './direction.ts';
import { ledgerNote, ledgerOf } from './ledger.ts';
import { type PromptLine, promptLines } from './prompt-lines.ts';
import { systemText } from './prompt-system.ts';
import { tailText } from './prompt-tail.ts';
import { HISTORY_TOKENS, windowed } from './prompt-window.ts';
import type { Stage } from './stage.ts';
import { isHeardBy } from './transcript.ts';

/**
 * The talk as one seat heard it. Everything but the tail only ever grows at its end, so that vendors
 * can reuse what they have read; a changed cast or scene and a shortened history are the exceptions.
 */
export function composePrompt(
  stage: Stage,
  seatId: string,
  direction: Direction,
  { historyTokens = HISTORY_TOKENS }: { historyTokens?: number } = {},
): Prompt {
  const { lines, leftOut } = windowed(promptLines(stage, seatId), historyTokens);
  const note = earlier(stage, seatId, leftOut.at(-1)?.seq ?? 0);
  return {
    system: systemText(stage, seatId),
    turns: merged([OPENING, ...note, ...lines]),
    tail: tailText(stage, seatId, direction),
  };
}

/** Records are made of so many entries at most: a turn should cost the same at any length. */
const RECORDED_ENTRIES = 600;

/** What went before the lines that are there, as records of who said what. */
function earlier({ transcript }: Stage, seatId: string, untilSeq: number): PromptLine[] {
  if (untilSeq === 0) return [];
  const heard = transcript.filter((entry) => entry.seq <= untilSeq && isHeardBy(entry, seatId));
  const note = ledgerNote(ledgerOf(heard.slice(-RECORDED_ENTRIES)), seatId);
  return note === null ? [] : [stageLine(note)];
}

const OPENING = stageLine('The scene opens.');

function stageLine(text: string): PromptLine {
  return { role: 'user', text: `[${text}]`, seq: 0 };
}

/** Lines of one role in a row become the parts of one turn: some vendors refuse neighbours of one role. */
function merged(lines: readonly PromptLine[]): PromptTurn[] {
  const turns: { role: PromptLine['role']; parts: string[] }[] = [];
  for (const { role, text } of lines) {
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(text);
    else turns.push({ role, parts: [text] });
  }
  return turns;
}
