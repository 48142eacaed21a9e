import { oneLineEach, plainCharacters, plainName } from './plain-characters.ts';

/** Text in one line in which nothing is markup: names, topics, reasons. */
export function escapeInline(text: string): string {
  return escapeMarks(plainName(text));
}

/** Signs that are markup become signs, in each line. One pass over all lines: one of each line is a hundred times dearer. */
function escapeMarks(lines: string): string {
  return lines
    .replaceAll(/[\\`*~[\]]|<(?=[a-z/!?])|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, '\\$&')
    .replaceAll(/^[-+=>#]|#$/gm, '\\$&')
    .replaceAll(/^(\d{1,9})([.)])/gm, '$1\\$2');
}

/**
 * What somebody said, as a quotation: each line of it begins with `>`, so none can pass for a heading, a speaker or a
 * stage line. Its own markup stays, without what loads, runs or builds headings when a page shows it.
 */
export function quoteMarkdown(text: string): string {
  const lines = plainCharacters(text).trim().split('\n');
  const code = codeLines(lines);
  const escaped = code.size === 0 ? escapeLines(lines) : escapeAround(lines, code);
  return escaped.map((line) => (line.trim() === '' ? '>\n' : `> ${line}\n`)).join('');
}

/** What the narrator said: a quotation in italics. */
export function quoteItalic(text: string): string {
  return escapeMarks(oneLineEach(plainCharacters(text).trim()))
    .split('\n')
    .map((line) => (line === '' ? '>\n' : `> *${line}*\n`))
    .join('');
}

/** Code keeps its form; what stands before, between and after it is escaped. */
function escapeAround(lines: readonly string[], code: ReadonlySet<number>): readonly string[] {
  const escaped: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const isCode = code.has(at);
    let end = at;
    while (end < lines.length && code.has(end) === isCode) end += 1;
    const part = lines.slice(at, end);
    escaped.push(...(isCode ? part : escapeLines(part)));
    at = end;
  }
  return escaped;
}

function escapeLines(lines: readonly string[]): readonly string[] {
  return (
    lines
      .join('\n')
      // An entity, since a backslash could itself be escaped by one that stands before it.
      .replaceAll(/<(?=[a-z/!?])/gi, '&lt;')
      // The sign before the backslash is known here, so it cannot be escaped.
      .replaceAll('![', '!\\[')
      .replaceAll(/\](?=:|\((?![^\S\n]*(?:https?:\/\/|mailto:)))/gi, ']\\')
      .replaceAll(/^((?:[^\S\n]|>|[-*+][^\S\n]|\d{1,9}[.)][^\S\n])*)(#{1,6}(?:[^\S\n]|$))/gm, '$1\\$2')
      .replaceAll(/^((?:[^\S\n]|>|[-*+][^\S\n]|\d{1,9}[.)][^\S\n])*)(=+|-+)([^\S\n]*)$/gm, '$1\\$2$3')
      .split('\n')
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
