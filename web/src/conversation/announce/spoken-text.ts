import type { Token } from 'marked';
import type { Words } from '../../words/use-words.ts';
import { lexAll } from '../script/markdown-lexer.ts';

/** A longer message is cut at the end of a sentence before this many characters. */
const LONG_CHARACTERS = 500;
const HEAD_CHARACTERS = 400;

/** What a screen reader says of a message: plain text, things that cannot be spoken named in words, long ones cut. */
export function spokenText(markdown: string, words: Words['conversation']): string {
  const text = plainText(markdown, words);
  if (text.length <= LONG_CHARACTERS) return text;
  const count = text.split(/\s+/u).filter((word) => word !== '').length;
  return `${headOf(text)} … ${words.wordsInAll(count)}`;
}

/** The text without its markup. */
export function plainText(markdown: string, words: Words['conversation']): string {
  return lexAll(markdown)
    .map((token) => blockText(token, words))
    .filter((text) => text !== '')
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function blockText(token: Token, words: Words['conversation']): string {
  switch (token.type) {
    case 'space':
    case 'hr':
      return '';
    case 'code':
      return `${words.codeOf('text' in token && typeof token.text === 'string' ? token.text.split('\n').length : 1)}.`;
    case 'table':
      return `${words.tableOf('rows' in token && Array.isArray(token.rows) ? token.rows.length : 0)}.`;
    case 'list':
      return listText(token, words);
    default:
      return inlineText(token, words);
  }
}

function listText(token: Token, words: Words['conversation']): string {
  const items: readonly Token[] = 'items' in token && Array.isArray(token.items) ? token.items : [];
  return items
    .map((item) =>
      sentence(
        (item.type === 'list_item' ? tokensOf(item) : []).map((part) => blockText(part, words)).join(' '),
      ),
    )
    .join(' ');
}

/** A list is spoken as sentences: without a stop between them its items would run together. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…:;,]$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

function inlineText(token: Token, words: Words['conversation']): string {
  if (token.type === 'br') return ' ';
  if (token.type === 'image') return words.imageOf('text' in token ? String(token.text) : '');
  if (token.type === 'list' || token.type === 'table' || token.type === 'code')
    return blockText(token, words);
  const inner = tokensOf(token);
  if (inner.length > 0)
    return inner.map((part) => inlineText(part, words)).join(token.type === 'blockquote' ? ' ' : '');
  return 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
}

function tokensOf(token: Token): readonly Token[] {
  return 'tokens' in token && Array.isArray(token.tokens) ? token.tokens : [];
}

function headOf(text: string): string {
  const head = text.slice(0, HEAD_CHARACTERS);
  const end = Math.max(...['. ', '! ', '? ', '… ', '。', '！', '？'].map((mark) => head.lastIndexOf(mark)));
  if (end > HEAD_CHARACTERS / 3) return head.slice(0, end + 1).trim();
  const space = head.lastIndexOf(' ');
  return head.slice(0, space > 0 ? space : HEAD_CHARACTERS).trim();
}
