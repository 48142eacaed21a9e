import { isHuman } from '../conversations/seats.ts';
import type { ModelSize } from '../providers/model-size.ts';
import type { Prompt, PromptTurn } from '../providers/provider.ts';
import type { Direction } from './direction.ts';
import { ledgerNote, ledgerOf } from './ledger.ts';
import { type PromptLine, promptLines } from './prompt-lines.ts';
import { shortSystemText } from './prompt-short.ts';
import { plainName } from './prompt-text.ts';
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
  wanted: Partial<ModelSize> & { readonly historyTokens?: number } = {},
): Prompt {
  const size = { ...PLAIN_SIZE, ...wanted };
  const isShort = size.prompt === 'short';
  const system = isShort ? shortSystemText(stage, seatId) : systemText(stage, seatId);
  const tail = tailText(stage, seatId, direction, isShort);
  const historyTokens = wanted.historyTokens ?? historyBudget(size, system);
  const { lines, leftOut } = windowed(promptLines(stage, seatId), historyTokens);
  const note = earlier(stage, seatId, leftOut.at(-1)?.seq ?? 0);
  return {
    system,
    turns: merged([opening(stage), ...note, ...lines]),
    tail,
  };
}

/** Records are made of so many entries at most: a turn should cost the same at any length. */
const RECORDED_ENTRIES = 600;

const PLAIN_SIZE: ModelSize = { prompt: 'full', contextTokens: 16_384 };
/** The note on what is left out, the note for this turn, the answer, and room in which estimates may be wrong. */
const RESERVED_TOKENS = 1000;
/** So much of the talk every prompt holds, whatever it is said to have room for. */
const LEAST_HISTORY_TOKENS = 400;

/** What is left of the model's context for the talk; the same every turn, or the talk would be cut elsewhere each time. */
function historyBudget({ contextTokens }: ModelSize, system: string): number {
  const left = contextTokens - Math.ceil(system.length / 4) - RESERVED_TOKENS;
  return Math.min(HISTORY_TOKENS, Math.max(LEAST_HISTORY_TOKENS, left));
}

/** What went before the lines that are there, as records of who said what. */
function earlier({ transcript }: Stage, seatId: string, untilSeq: number): PromptLine[] {
  if (untilSeq === 0) return [];
  const heard = transcript.filter((entry) => entry.seq <= untilSeq && isHeardBy(entry, seatId));
  const note = ledgerNote(ledgerOf(heard.slice(-RECORDED_ENTRIES)), seatId);
  return note === null ? [] : [stageLine(note)];
}

/** Who was there when it began, never who is there now: it is the first line of every prompt. */
function opening({ opening: seats }: Stage): PromptLine {
  const names = seats
    .filter(({ presence }) => presence !== 'away')
    .map((seat) => `${plainName(seat.name)}${isHuman(seat) ? ' (human)' : ''}`)
    .toSorted();
  return stageLine(
    names.length === 0 ? 'The scene opens.' : `The scene opens. Present: ${names.join(', ')}.`,
  );
}

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
