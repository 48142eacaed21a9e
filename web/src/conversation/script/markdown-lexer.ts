import { isCostly } from '@chimera/protocol/costly-markdown';
import { Lexer, Tokenizer, type Token } from 'marked';

const options = { gfm: true, breaks: true, tokenizer: tokenizer() };

/**
 * The blocks of a text, their insides unread. What is built from one block must not depend on another one, so
 * reference definitions, which reach across blocks, are plain text here. So is what would keep the page busy.
 */
export function lexBlocks(text: string): Token[] {
  return isCostly(text) ? plainTokens(text) : new Lexer(options).blockTokens(text);
}

/** One block with its insides. */
export function lexAll(text: string): Token[] {
  return isCostly(text) ? plainTokens(text) : new Lexer(options).lex(text);
}

/** One paragraph, line by line. */
function plainTokens(text: string): Token[] {
  const lines = text
    .split('\n')
    .flatMap((line, index): Token[] => [
      ...(index === 0 ? [] : [{ type: 'br', raw: '\n' }]),
      { type: 'text', raw: line, text: line, escaped: false },
    ]);
  return [{ type: 'paragraph', raw: text, text, tokens: lines }];
}

function tokenizer(): Tokenizer {
  const tokens = new Tokenizer();
  tokens.def = () => undefined;
  return tokens;
}
