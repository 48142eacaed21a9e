import type { Token } from 'marked';
import { lexBlocks } from './markdown-lexer.ts';

/** One block of a text: a paragraph, a list, a table, a piece of code. */
export interface Block {
  /** Where it begins in the text: its identity for as long as it is shown. */
  readonly offset: number;
  readonly source: string;
  /** Set for a block of code. */
  readonly code?: { readonly text: string; readonly language: string };
}

export interface Blocks {
  /** Finished: nothing that may still come can change them. */
  readonly frozen: readonly Block[];
  /** The end of the text, still open. */
  readonly open: readonly Block[];
  /** Up to where the text is frozen. */
  readonly offset: number;
  /** The frozen part of the text. */
  readonly settled: string;
}

export const noBlocks: Blocks = { frozen: [], open: [], offset: 0, settled: '' };

/**
 * The blocks of a growing text, from those before: only the text after the last frozen block is read again.
 * A block is frozen when the first line of the next one is whole. A part of a line decides nothing: `2` may become
 * the next number of a list, `*` a bullet or emphasis, ``` a fence or code in a line.
 */
export function freezeBlocks(before: Blocks, text: string): Blocks {
  const now = normalised(text);
  const start = now.startsWith(before.settled) ? before : noBlocks;
  const rest = now.slice(start.offset);
  const wholeLines = rest.slice(0, rest.lastIndexOf('\n') + 1);
  const settled = blocksOf(wholeLines, start.offset).slice(0, -1);
  const last = settled.at(-1);
  const offset = last ? last.end : start.offset;
  return {
    frozen: settled.length === 0 ? start.frozen : [...start.frozen, ...settled.map(({ block }) => block)],
    open: blocksOf(now.slice(offset), offset).map(({ block }) => block),
    offset,
    settled: last ? now.slice(0, offset) : start.settled,
  };
}

/** All blocks of a whole text: the same as for the text that grew. */
export function wholeBlocks(text: string): readonly Block[] {
  const { frozen, open } = freezeBlocks(noBlocks, text);
  return [...frozen, ...open];
}

function blocksOf(text: string, from: number): { block: Block; end: number }[] {
  const found: { block: Block; end: number }[] = [];
  let offset = from;
  for (const token of lexBlocks(text)) {
    const end = offset + token.raw.length;
    if (token.type !== 'space') found.push({ block: blockOf(token, offset), end });
    offset = end;
  }
  return found;
}

function blockOf(token: Token, offset: number): Block {
  const source = token.raw.replace(/\n+$/, '');
  if (token.type !== 'code' || !('text' in token) || typeof token.text !== 'string')
    return { offset, source };
  const language = 'lang' in token && typeof token.lang === 'string' ? token.lang : '';
  return { offset, source, code: { text: token.text, language } };
}

function normalised(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
