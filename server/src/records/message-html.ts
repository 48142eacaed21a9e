import { unreachable } from '@chimera/protocol/unreachable';
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { escapeHtml } from './escape-html.ts';
import { plainCharacters } from './plain-characters.ts';

/**
 * A message as HTML: a small subset of markdown, built token by token from a list of what may appear. What is not on
 * the list comes out as the text it was written as, so there is nothing to sanitise.
 */
export function messageHtml(text: string): string {
  const source = plainCharacters(text);
  if (isCostly(source)) return plainParagraphs(source);
  return html(new Lexer({ gfm: true, breaks: true }).lex(source));
}

const NESTING_LIMIT = 12;
const LENGTH_LIMIT = 30_000;
const LINE_LIMIT = 20_000;
/** Signs in one paragraph at which looking for their partners begins to take time that grows with its square. */
const DELIMITER_LIMIT = 2000;

/** Texts that only serve to keep the lexer busy: nested without end, or with thousands of unmatched signs. */
function isCostly(source: string): boolean {
  if (source.length > LENGTH_LIMIT) return true;
  const paragraphs = source.split(/\n[ \t]*\n/);
  return (
    paragraphs.some((paragraph) => (paragraph.match(/[*_~`[\]<(!]/g)?.length ?? 0) > DELIMITER_LIMIT) ||
    source.split('\n').some((line) => line.length > LINE_LIMIT || nestingOf(line) > NESTING_LIMIT)
  );
}

function nestingOf(line: string): number {
  const start = /^(?:[\s>]|[-*+](?=\s)|\d{1,9}[.)](?=\s))*/.exec(line)?.[0] ?? '';
  const indent = /^\s*/.exec(line)?.[0].length ?? 0;
  return (start.match(/[>*+-]|\d+[.)]/g)?.length ?? 0) + Math.floor(indent / 4);
}

function plainParagraphs(source: string): string {
  return source
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>\n`)
    .join('');
}

function html(tokens: readonly Token[]): string {
  return tokens.map((token) => (isKnown(token) ? element(token) : escapeHtml(token.raw))).join('');
}

function element(token: MarkedToken): string {
  switch (token.type) {
    case 'paragraph':
      return `<p>${html(token.tokens)}</p>\n`;
    case 'heading':
      // Headings belong to the page; a speaker's is set in bold.
      return `<p><strong>${html(token.tokens)}</strong></p>\n`;
    case 'code':
      return `<pre><code>${escapeHtml(token.text)}</code></pre>\n`;
    case 'blockquote':
      return `<blockquote>\n${html(token.tokens)}</blockquote>\n`;
    case 'list':
      return list(token);
    case 'list_item':
      return `<li>${html(token.tokens)}</li>\n`;
    case 'table':
      return table(token);
    case 'hr':
      return '<hr>\n';
    case 'br':
      return '<br>';
    case 'space':
      return '';
    case 'text':
      return token.tokens ? html(token.tokens) : escapeHtml(token.text);
    case 'escape':
      return escapeHtml(token.text);
    case 'strong':
      return `<strong>${html(token.tokens)}</strong>`;
    case 'em':
      return `<em>${html(token.tokens)}</em>`;
    case 'del':
      return `<del>${html(token.tokens)}</del>`;
    case 'codespan':
      return `<code>${escapeHtml(token.text)}</code>`;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'link':
      return link(token);
    // Images load from elsewhere, raw HTML runs, definitions are only for machines: they stay the text they are.
    case 'image':
      return escapeHtml(token.raw);
    case 'html':
      return token.block ? plainParagraphs(token.raw) : escapeHtml(token.raw);
    case 'def':
      return plainParagraphs(token.raw);
    default:
      return unreachable(token);
  }
}

function list(token: Tokens.List): string {
  const items = token.items.map((item) => `<li>${html(item.tokens)}</li>\n`).join('');
  if (!token.ordered) return `<ul>\n${items}</ul>\n`;
  const start = Number(token.start);
  return `<ol${Number.isSafeInteger(start) && start !== 1 ? ` start="${start}"` : ''}>\n${items}</ol>\n`;
}

function table({ header, rows }: Tokens.Table): string {
  const head = header.map(({ tokens }) => `<th scope="col">${html(tokens)}</th>`).join('');
  const body = rows
    .map((row) => `<tr>${row.map(({ tokens }) => `<td>${html(tokens)}</td>`).join('')}</tr>\n`)
    .join('');
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}</tbody>\n</table>\n`;
}

/** Only addresses that a reader can open safely become links, and each shows where it leads when its text does not. */
function link(token: Tokens.Link): string {
  const label = html(token.tokens);
  if (!/^(?:https?:\/\/|mailto:)/i.test(token.href) || !URL.canParse(token.href))
    return escapeHtml(token.raw);
  const { href, host } = new URL(token.href);
  const shown =
    host === '' || token.text.includes(host) ? '' : ` <span class="host">(${escapeHtml(host)})</span>`;
  return `<a href="${escapeHtml(href)}" rel="noopener noreferrer nofollow">${label}</a>${shown}`;
}

/** Narrows away the catch-all token type of extensions, of which there are none. */
function isKnown(token: Token): token is MarkedToken {
  return known.has(token.type);
}

const known: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);
