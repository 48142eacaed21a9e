import { Lexer, Tokenizer, type Token, type TokensList } from 'marked';

const options = { gfm: true, breaks: true, tokenizer: tokenizer() };

/**
 * The blocks of a text, their insides unread. What is built from one block must not depend on another one, so
 * reference definitions, which reach across blocks, are plain text here.
 */
export function lexBlocks(text: string): Token[] {
  return new Lexer(options).blockTokens(text);
}

/** One block with its insides. */
export function lexAll(text: string): TokensList {
  return new Lexer(options).lex(text);
}

function tokenizer(): Tokenizer {
  const tokens = new Tokenizer();
  tokens.def = () => undefined;
  return tokens;
}
