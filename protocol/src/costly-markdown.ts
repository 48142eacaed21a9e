const NESTING_LIMIT = 12;
const LENGTH_LIMIT = 30_000;
const LINE_LIMIT = 20_000;
/** Signs in one paragraph at which looking for their partners begins to take time that grows with its square. */
const DELIMITER_LIMIT = 2000;

/** Bars in one table, one for each cell: more take a browser longer to lay out than a person waits. */
const CELL_LIMIT = 4000;

/** Texts that only serve to keep the lexer busy: nested without end, or with thousands of unmatched signs. */
export function isCostly(source: string): boolean {
  if (source.length > LENGTH_LIMIT) return true;
  const paragraphs = source.split(/\n[ \t]*\n/);
  return (
    paragraphs.some((paragraph) => (paragraph.match(/\|/g)?.length ?? 0) > CELL_LIMIT) ||
    paragraphs.some((paragraph) => (paragraph.match(/[*_~`[\]<(!]/g)?.length ?? 0) > DELIMITER_LIMIT) ||
    source.split('\n').some((line) => line.length > LINE_LIMIT || nestingOf(line) > NESTING_LIMIT)
  );
}

function nestingOf(line: string): number {
  const start = /^(?:[\s>]|[-*+](?=\s)|\d{1,9}[.)](?=\s))*/.exec(line)?.[0] ?? '';
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  return (start.match(/[>*+-]|\d+[.)]/g)?.length ?? 0) + Math.floor(indent / 4);
}
