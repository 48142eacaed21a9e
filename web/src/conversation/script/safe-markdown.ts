import DOMPurify from 'dompurify';
import { Parser, Renderer, type Tokens } from 'marked';
import { lexAll } from './markdown-lexer.ts';

/** Words that stand in the text itself. */
export interface MarkdownWords {
  readonly table: string;
  readonly code: string;
  /** In place of an image, which is never loaded: pressed, its address opens in a tab of its own. */
  readonly image: (alt: string, host: string) => string;
}

const allowed = {
  ALLOWED_TAGS: [
    'p',
    'br',
    'em',
    'strong',
    'del',
    'code',
    'pre',
    'blockquote',
    'ul',
    'ol',
    'li',
    'h4',
    'hr',
    'a',
    'span',
    'div',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  ALLOWED_ATTR: ['href', 'rel', 'target', 'class', 'start', 'align', 'tabindex', 'role', 'aria-label', 'dir'],
  // Everything that is not an address would otherwise have to look like one.
  ADD_URI_SAFE_ATTR: ['rel', 'target', 'start', 'align', 'tabindex', 'aria-label', 'dir'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
};

/**
 * The HTML of one block of what somebody said. The speaker may be a model that was told to do harm: HTML of its own
 * is shown as text, a link shows where it really goes, and nothing is loaded from anywhere.
 */
export function safeMarkdown(source: string, words: MarkdownWords): string {
  return DOMPurify.sanitize(markdown(source, words), allowed);
}

/** The same, marked as safe. Where browsers have Trusted Types, our policy takes no other text as HTML. */
export function trustedMarkdown(source: string, words: MarkdownWords): TrustedHTML {
  return DOMPurify.sanitize(markdown(source, words), { ...allowed, RETURN_TRUSTED_TYPE: true });
}

function markdown(source: string, words: MarkdownWords): string {
  const renderer = rendererWith(words);
  return Parser.parse(lexAll(source), { gfm: true, breaks: true, renderer });
}

function rendererWith(words: MarkdownWords): Renderer {
  const renderer = new Renderer();
  renderer.html = ({ raw, block }) => {
    const text = escaped(raw.replace(/\n+$/, '')).replaceAll('\n', '<br>');
    return 'block' in { block } && block ? `<p>${text}</p>\n` : text;
  };
  // The name of the speaker is an h3: whatever is said stands below it.
  renderer.heading = ({ tokens }) => `<h4>${renderer.parser.parseInline(tokens)}</h4>\n`;
  let isInLink = false;
  renderer.image = ({ href, text }) =>
    image(isInLink ? null : parsedUrl(href), words.image(text, hostOf(href)));
  renderer.link = ({ href, tokens }) => {
    isInLink = true;
    const inner = renderer.parser.parseInline(tokens);
    isInLink = false;
    return link(href, inner);
  };
  renderer.checkbox = ({ checked }) => (checked ? '☑ ' : '☐ ');
  renderer.table = (token) => scrolling(words.table, table(token, renderer));
  renderer.code = ({ text }) => scrolling(words.code, `<pre dir="ltr"><code>${escaped(text)}</code></pre>`);
  return renderer;
}

function image(url: URL | null, label: string): string {
  const kind = 'class="said-image"';
  if (url === null || url.protocol === 'mailto:') return `<span ${kind}>${escaped(label)}</span>`;
  return `<a ${kind} ${leadingTo(url)}>${escaped(label)}</a>`;
}

function link(href: string, html: string): string {
  const url = parsedUrl(href);
  if (!url) return html;
  const shown = url.protocol === 'mailto:' ? url.pathname : url.host;
  const host = tells(html.trim(), shown, url) ? '' : ` <span class="said-host">${escaped(shown)}</span>`;
  return `<a ${leadingTo(url)}>${html}${host}</a>`;
}

function leadingTo(url: URL): string {
  return `href="${escaped(url.href)}" target="_blank" rel="noopener noreferrer nofollow ugc"`;
}

/**
 * Does the text of a link, as it is shown, already say where it leads? Letters of other scripts may look like those
 * of a known name (the host is in Punycode), and what comes before an @ like a host.
 */
function tells(html: string, shown: string, url: URL): boolean {
  if (html === escaped(shown)) return true;
  const isPlain = /^[!-~]+$/.test(html) && !/[<>]/.test(html);
  return isPlain && url.username === '' && url.password === '' && html.startsWith(`${url.protocol}//`)
    ? parsedUrl(html)?.host === shown
    : false;
}

function table(token: Tokens.Table, renderer: Renderer): string {
  const cell = (tag: 'th' | 'td', { tokens, align }: Tokens.TableCell) => {
    const side = align === null ? '' : ` align="${align}"`;
    return `<${tag}${side}>${renderer.parser.parseInline(tokens)}</${tag}>`;
  };
  const row = (tag: 'th' | 'td', cells: readonly Tokens.TableCell[]) =>
    `<tr>${cells.map((content) => cell(tag, content)).join('')}</tr>`;
  const body = token.rows.map((cells) => row('td', cells)).join('');
  return `<table><thead>${row('th', token.header)}</thead><tbody>${body}</tbody></table>`;
}

/** Scrolls sideways by itself, and can be reached by key to do so. */
function scrolling(label: string, html: string): string {
  return `<div class="said-scroll" tabindex="0" role="group" aria-label="${escaped(label)}">${html}</div>\n`;
}

function parsedUrl(href: string): URL | null {
  const url = URL.parse(href);
  return url && ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url : null;
}

function hostOf(href: string): string {
  return parsedUrl(href)?.host ?? '';
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
