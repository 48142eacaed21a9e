import { indexAfter, whispersHeardBy } from './heard.ts';
import { labelledLines } from './prompt-lines.ts';
import { neutralised } from './prompt-text.ts';
import type { Entry } from './stage.ts';

/** So much of what was whispered is read anew with every line. */
export const WHISPERS_CHARACTERS = 600;

/** What only some heard, this seat among them. */
export interface Whispers {
  /** The newest, as they were said; the last one always. Oldest first. */
  readonly lines: readonly string[];
  readonly leftOut: ReadonlySet<Entry>;
}

/** Whispers to a seat or from it, after a position. */
export function whispersOf(transcript: readonly Entry[], seatId: string, afterSeq: number): Whispers {
  const lines: string[] = [];
  const leftOut = new Set<Entry>();
  let left = WHISPERS_CHARACTERS;
  const whispers = whispersHeardBy(transcript, seatId);
  for (const entry of whispers.slice(indexAfter(whispers, afterSeq)).toReversed()) {
    const line = whisperLine(entry, seatId);
    if (line === '') continue;
    left -= line.length;
    if (leftOut.size === 0 && (left >= 0 || lines.length === 0)) lines.unshift(line);
    else leftOut.add(entry);
  }
  return { lines, leftOut };
}

function whisperLine(entry: Entry, seatId: string): string {
  const lines = labelledLines(entry).map(({ text }) => text);
  const isOwn = entry.seatId === seatId && lines.length > 0;
  return isOwn ? `You, only to some: ${neutralised(entry.text, 'others')}` : lines.join('\n\n');
}
