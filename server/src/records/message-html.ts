import { isCostly } from '@chimera/protocol/costly-markdown';
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
  const url = new URL(token.href);
  const shown = url.protocol === 'mailto:' ? url.pathname : url.host;
  const note = tells(token.text.trim(), shown, url)
    ? ''
    : ` <span class="host">(${escapeHtml(shown)})</span>`;
  return `<a href="${escapeHtml(url.href)}" rel="noopener noreferrer nofollow ugc">${label}</a>${note}`;
}

/**
 * Does the text of a link already say where it leads? Letters of other scripts may look like those of a known name
 * (the host is in Punycode), and what comes before an @ like a host.
 */
function tells(text: string, shown: string, url: URL): boolean {
  if (text === shown) return true;
  const isPlain = /^[!-~]+$/.test(text) && !/[<>*`\\]/.test(text) && text.startsWith(`${url.protocol}//`);
  return isPlain && url.username === '' && url.password === '' && URL.parse(text)?.host === shown;
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
