import { unreachable } from '@chimera/protocol/unreachable';
import { neutralised, plainName } from './prompt-text.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy } from './transcript.ts';

export interface PromptLine {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** What a seat heard, line by line: its own words without a name, all others' with one. */
export function promptLines({ transcript }: Pick<Stage, 'transcript'>, seatId: string): PromptLine[] {
  const lines: PromptLine[] = [];
  for (const entry of transcript) {
    if (!isHeardBy(entry, seatId)) continue;
    const line = promptLine(entry, seatId);
    if (line === null) continue;
    const speaksAgain =
      lines.at(-1)?.role === 'assistant' &&
      entry.seatId === seatId &&
      entry.kind !== 'stage' &&
      entry.kind !== 'direction';
    // The seat was asked to go on here, so its next line is the same whatever came of it.
    if (speaksAgain) lines.push(GOES_ON);
    lines.push(line);
  }
  return lines.at(-1)?.role === 'assistant' ? [...lines, GOES_ON] : lines;
}

/** No prompt may end with the seat's own words. */
const GOES_ON: PromptLine = { role: 'user', text: '[You go on.]' };

function promptLine(entry: Entry, seatId: string): PromptLine | null {
  const isOwn = entry.seatId === seatId && (entry.kind === 'seat' || entry.kind === 'human');
  const text = neutralised(entry.text, isOwn ? 'own' : 'others');
  if (text === '') return null;
  return isOwn ? { role: 'assistant', text } : { role: 'user', text: heardLine(entry, text) };
}

function heardLine({ kind, name, to }: Entry, text: string): string {
  const isWhisper = to !== null;
  switch (kind) {
    case 'stage':
    case 'direction':
    case 'pass':
    case 'failed':
      return `[${text}]`;
    case 'narrator':
      return isWhisper ? `[Only to you: ${text}]` : `[${text}]`;
    case 'seat':
    case 'human': {
      const label = plainName(name);
      if (!isWhisper) return `${label}: ${text}`;
      return `${label} (only to ${to.length > 1 ? 'you and a few others' : 'you'}): ${text}`;
    }
    default:
      return unreachable(kind);
  }
}
