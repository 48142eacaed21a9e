import { isHuman } from '../conversations/seats.ts';
import type { ModelSize } from '../providers/model-size.ts';
import type { Prompt, PromptTurn } from '../providers/provider.ts';
import type { Direction } from './direction.ts';
import { earlierNote } from './ledger-note.ts';
import { calledUpLore, LORE_TOKENS, loreRoom } from './prompt-lore.ts';
import { promptHistory } from './prompt-history.ts';
import type { PromptLine } from './prompt-lines.ts';
import { shortSystemText } from './prompt-short.ts';
import { plainName } from './prompt-text.ts';
import { systemText } from './prompt-system.ts';
import { tailText } from './prompt-tail.ts';
import { historyBudget } from './prompt-window.ts';
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
  wanted: Partial<ModelSize> & { readonly historyTokens?: number } = {},
): Prompt {
  const size: ModelSize = { ...PLAIN_SIZE, ...wanted };
  const system = systemFor(stage, seatId, size);
  const historyTokens = wanted.historyTokens ?? budgetBeside(system, stage, seatId, size);
  const { lines, untilSeq } = promptHistory(stage, seatId, historyTokens);
  const note = earlierNote(stage, (entry) => isHeardBy(entry, seatId), { seatId, untilSeq });
  return {
    system,
    turns: merged([openingLine(stage), ...(note === null ? [] : [stageLine(note)]), ...lines]),
    tail: [
      ...calledUpLore(stage, seatId, LORE_TOKENS[size.prompt]),
      tailText(stage, seatId, direction, size.prompt === 'short'),
    ].join('\n\n'),
  };
}

/** How much of the talk fits beside what a seat is told of the scene, of itself and of its world. */
export function seatBudget(stage: Stage, seatId: string, size: ModelSize): number {
  return budgetBeside(systemFor(stage, seatId, size), stage, seatId, size);
}

function budgetBeside(system: string, stage: Stage, seatId: string, size: ModelSize): number {
  return historyBudget(size, system, loreRoom(stage, seatId, LORE_TOKENS[size.prompt]));
}

function systemFor(stage: Stage, seatId: string, { prompt }: ModelSize): string {
  return prompt === 'short' ? shortSystemText(stage, seatId) : systemText(stage, seatId);
}

const PLAIN_SIZE: ModelSize = { prompt: 'full', contextTokens: 16_384 };

/** Who was there when it began, never who is there now: it is the first line of every prompt. */
export function openingLine({ opening: seats }: Stage): PromptLine {
  const names = seats
    .filter(({ presence }) => presence !== 'away')
    .map((seat) => `${plainName(seat.name)}${isHuman(seat) ? ' (human)' : ''}`)
    .toSorted();
  return stageLine(
    names.length === 0 ? 'The scene opens.' : `The scene opens. Present: ${names.join(', ')}.`,
  );
}

export function stageLine(text: string): PromptLine {
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
