import type { ComposedSheet } from '@chimera/protocol/audition';

/** A piece of what a model is told; null: it is the same for every persona. */
export interface PromptPiece {
  readonly field: string | null;
  readonly text: string;
  readonly start: number;
}

/** The whole text, cut where one field ends and another begins. */
export function piecesOf({ text, parts }: Pick<ComposedSheet, 'text' | 'parts'>): readonly PromptPiece[] {
  const ordered = parts.toSorted((one, other) => one.start - other.start);
  const pieces: PromptPiece[] = [];
  let at = 0;
  for (const { field, start, end } of ordered) {
    // Whatever a newer server says, no word is told twice or left out.
    if (start < at || end > text.length) continue;
    if (start > at) pieces.push({ field: null, text: text.slice(at, start), start: at });
    pieces.push({ field, text: text.slice(start, end), start });
    at = end;
  }
  if (at < text.length) pieces.push({ field: null, text: text.slice(at), start: at });
  return pieces;
}
