import { plainCharacters, plainName } from './plain-characters.ts';

/** Text in one line in which nothing is markup: names, topics, reasons. */
export function escapeInline(text: string): string {
  return plainName(text)
    .replaceAll(/[\\`*~[\]]|<(?=[a-z/!?])|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, '\\$&')
    .replace(/^[-+=>#]|#$/g, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

/**
 * What somebody said, as a quotation: each line of it begins with `>`, so none can pass for a heading, a speaker or a
 * stage line. Its own markup stays, without what loads, runs or builds headings when a page shows it.
 */
export function quoteMarkdown(text: string): string {
  const lines = plainCharacters(text).trim().split('\n');
  const code = codeLines(lines);
  return lines
    .map((line, index) => (code.has(index) ? line : escapeLine(line)))
    .map((line) => (line.trim() === '' ? '>\n' : `> ${line}\n`))
    .join('');
}

/** What the narrator said: a quotation in italics. */
export function quoteItalic(text: string): string {
  return plainCharacters(text)
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '>\n' : `> *${escapeInline(line)}*\n`))
    .join('');
}

function escapeLine(line: string): string {
  return (
    line
      // An entity, since a backslash could itself be escaped by one that stands before it.
      .replaceAll(/<(?=[a-z/!?])/gi, '&lt;')
      // The sign before the backslash is known here, so it cannot be escaped.
      .replaceAll('![', '!\\[')
      .replaceAll(/\](?=:|\((?!\s*(?:https?:\/\/|mailto:)))/gi, ']\\')
      .replace(/^((?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*)(#{1,6}(?:\s|$))/, '$1\\$2')
      .replace(/^((?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*)(=+|-+)(\s*)$/, '$1\\$2$3')
  );
}

/**
 * Which lines stand in fenced code, where escapes would show. Only when every fence in the text is of the plain kind
 * that all readers of markdown agree on; otherwise none, since a reader could take code for text.
 */
function codeLines(lines: readonly string[]): ReadonlySet<number> {
  const code = new Set<number>();
  let fence: string | null = null;
  for (const [index, line] of lines.entries()) {
    const isPlain = /^(?:```|~~~)[\w+-]*$/.test(line);
    if (!isPlain && /```|~~~/.test(line)) return new Set();
    const mark = isPlain ? line.slice(0, 3) : null;
    if (fence !== null && mark !== null && (mark !== fence || line.length > 3)) return new Set();
    if (fence !== null || mark !== null) code.add(index);
    if (mark !== null) fence = fence === null ? mark : null;
  }
  return code;
}
