import { CARD_LIMITS } from './card-limits.ts';

/** Why a file cannot be brought in, as one closed list. */
export type CardProblemCode =
  | 'too-large'
  | 'too-deep'
  | 'too-many'
  | 'too-long'
  | 'not-json'
  | 'not-utf8'
  | 'bad-base64'
  | 'broken-png'
  | 'broken-zip'
  | 'zip-bomb'
  | 'unsafe-name'
  | 'encrypted'
  | 'no-card'
  | 'unknown-format'
  | 'missing'
  | 'wrong-type'
  | 'not-usable';

/** A file that is no card, or one that cannot be brought in. Its message says what is wrong, where, and what to do. */
export class CardProblem extends Error {
  readonly code: CardProblemCode;
  /** Where in the document, such as `data.character_book.entries[3].keys`; empty: the file as a whole. */
  readonly path: string;

  constructor(
    code: CardProblemCode,
    message: string,
    { path = '', cause }: { path?: string; cause?: unknown } = {},
  ) {
    const place = clipped(path, CARD_LIMITS.path);
    super(clipped(place ? `${place}: ${message}` : message, CARD_LIMITS.message), { cause });
    this.name = 'CardProblem';
    this.code = code;
    this.path = place;
  }
}

/** Names in a file may be as long as the file. */
export function clipped(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…`.toWellFormed() : text;
}
