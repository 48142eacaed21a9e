import { ProviderError } from './provider.ts';

/** The longest event that is read. A vendor's are a few hundred bytes. */
export const EVENT_LIMIT_BYTES = 1_048_576;
/** Pieces of an unfinished line that are kept apart before they are joined. */
const PIECES_LIMIT = 64;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COLON = 58;

/**
 * Reads server-sent events from the chunks of a response and hands out the data of each.
 * Only whole lines are decoded, so a character that is split between chunks stays whole.
 * Event names, ids and comments are skipped: no chat protocol needs them.
 */
export class SseReader {
  readonly #onData: (data: string) => void;
  #pieces: Buffer[] = [];
  #piecesBytes = 0;
  #data: string | null = null;
  #skipLineFeed = false;
  #begun = false;

  constructor(onData: (data: string) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    const end = lastLineEnd(chunk);
    if (end > 0) this.#readLines(this.#joined(chunk, end));
    if (end < chunk.length) this.#keep(end === 0 ? chunk : chunk.subarray(end));
  }

  /** The response is over: what is left counts as a line, and the event as complete. */
  end(): void {
    const rest = this.#joined(Buffer.alloc(0), 0);
    this.#readLines(`${rest}\n\n`);
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
        this.#readLine(text, start, carriageReturn);
        start = carriageReturn + 1;
        if (start === text.length) this.#skipLineFeed = true;
        else if (start === lineFeed) start += 1;
        carriageReturn = text.indexOf('\r', start);
      } else {
        const end = lineFeed === -1 ? text.length : lineFeed;
        this.#readLine(text, start, end);
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

  #readLine(text: string, start: number, end: number): void {
    if (start === end) {
      const data = this.#data;
      if (data === null) return;
      this.#data = null;
      this.#onData(data);
      return;
    }
    if (text.charCodeAt(start) === COLON) return;
    if (!text.startsWith('data:', start)) return skipField(text.slice(start, end));
    const line = text.slice(text.charCodeAt(start + 5) === SPACE ? start + 6 : start + 5, end);
    this.#data = this.#data === null ? line : `${this.#data}\n${line}`;
    if (this.#data.length > EVENT_LIMIT_BYTES) throw tooLong();
  }
}

/** The position behind the last line end; 0 when the chunk has none. */
function lastLineEnd(chunk: Buffer): number {
  if (chunk[chunk.length - 1] === LINE_FEED) return chunk.length;
  return Math.max(chunk.lastIndexOf(LINE_FEED), chunk.lastIndexOf(CARRIAGE_RETURN)) + 1;
}

/** A line that no server-sent event can have means that this is no such stream, or a broken one. */
function skipField(line: string): void {
  if (/^(event|id|retry)(:|$)|^data$/.test(line)) return;
  throw new ProviderError('garbled', 'The answer has a line that is no server-sent event.', {
    retryable: true,
  });
}

function tooLong(): ProviderError {
  return new ProviderError('garbled', 'The answer has a line of more than 1 MB, which no model sends.', {
    retryable: true,
  });
}
