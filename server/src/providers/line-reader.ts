import { ProviderError } from './provider.ts';

/** The longest line or event that is read. A vendor's are a few hundred bytes. */
export const EVENT_LIMIT_BYTES = 1_048_576;
/** The longest answer that is read, with all that stands around its words: some 40,000 tokens of the wordiest vendor. */
export const ANSWER_LIMIT_BYTES = 16_777_216;
/** Pieces of an unfinished line that are kept apart before they are joined. */
const PIECES_LIMIT = 64;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Takes a line as its place in a text, so that nothing is copied for lines that nobody wants. */
type OnLine = (text: string, start: number, end: number) => void;

/**
 * Finds the lines in the chunks of a response. Only whole lines are decoded, so a character that is
 * split between chunks stays whole.
 */
export class LineReader {
  readonly #onLine: OnLine;
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #answerBytes = 0;
  #skipLineFeed = false;
  #begun = false;

  constructor(onLine: OnLine) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    this.#answerBytes += chunk.length;
    if (this.#answerBytes > ANSWER_LIMIT_BYTES) throw endless();
    const end = lastLineEnd(chunk);
    if (end > 0) this.#readLines(this.#joined(chunk, end));
    if (end < chunk.length) this.#keep(end === 0 ? chunk : chunk.subarray(end));
  }

  /** The response is over: what is left counts as a line. */
  end(): void {
    this.#readLines(this.#joined(Buffer.alloc(0), 0));
  }

  #keep(piece: Buffer): void {
    this.#piecesBytes += piece.length;
    if (this.#piecesBytes > EVENT_LIMIT_BYTES) throw tooLong();
    this.#pieces.push(piece);
    if (this.#pieces.length > PIECES_LIMIT) this.#pieces = [Buffer.concat(this.#pieces)];
  }

  #joined(chunk: Buffer, end: number): string {
    if (this.#pieces.length === 0) return chunk.toString('utf8', 0, end);
    const whole = Buffer.concat([...this.#pieces, chunk.subarray(0, end)]);
    this.#pieces = [];
    this.#piecesBytes = 0;
    return whole.toString();
  }

  /** Every line of the text is whole. Both searches go through it once, whatever ends its lines. */
  #readLines(text: string): void {
    let start = this.#textStart(text);
    let lineFeed = text.indexOf('\n', start);
    let carriageReturn = text.indexOf('\r', start);
    while (start < text.length) {
      if (carriageReturn !== -1 && (lineFeed === -1 || carriageReturn < lineFeed)) {
        this.#onLine(text, start, carriageReturn);
        start = carriageReturn + 1;
        if (start === text.length) this.#skipLineFeed = true;
        else if (start === lineFeed) start += 1;
        carriageReturn = text.indexOf('\r', start);
      } else {
        const end = lineFeed === -1 ? text.length : lineFeed;
        this.#onLine(text, start, end);
        start = end + 1;
      }
      if (lineFeed !== -1 && lineFeed < start) lineFeed = text.indexOf('\n', start);
    }
  }

  /** Skips a byte order mark, and the line feed of a line end that was split between chunks. */
  #textStart(text: string): number {
    if (!this.#begun) {
      this.#begun = true;
      return text.startsWith('\uFEFF') ? 1 : 0;
    }
    if (!this.#skipLineFeed) return 0;
    this.#skipLineFeed = false;
    return text.startsWith('\n') ? 1 : 0;
  }
}

export function tooLong(): ProviderError {
  return new ProviderError('garbled', 'The answer has a line of more than 1 MB, which no model sends.', {
    retryable: true,
  });
}

/** Who sends so much once would do so again. */
function endless(): ProviderError {
  return new ProviderError('garbled', 'The answer is longer than 16 MB, which no model says in a turn.', {
    retryable: false,
  });
}

/** The position behind the last line end; 0 when the chunk has none. */
function lastLineEnd(chunk: Buffer): number {
  if (chunk[chunk.length - 1] === LINE_FEED) return chunk.length;
  return Math.max(chunk.lastIndexOf(LINE_FEED), chunk.lastIndexOf(CARRIAGE_RETURN)) + 1;
}
