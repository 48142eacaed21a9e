import type { Prompt, PromptTurn } from '../providers/provider.ts';
import type { Direction } from './direction.ts';
import { type PromptLine, promptLines } from './prompt-lines.ts';
import { systemText } from './prompt-system.ts';
import { tailText } from './prompt-tail.ts';
import { HISTORY_TOKENS, windowed } from './prompt-window.ts';
import type { Stage } from './stage.ts';

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
  const note = leftOut > 0 ? [stageLine(`${leftOut} earlier lines are left out here.`)] : [];
  return {
    system: systemText(stage, seatId),
    turns: merged([OPENING, ...note, ...lines]),
    tail: tailText(stage, seatId, direction),
  };
}

const OPENING = stageLine('The scene opens.');

function stageLine(text: string): PromptLine {
  return { role: 'user', text: `[${text}]` };
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
