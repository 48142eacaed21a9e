import { EVENT_LIMIT_BYTES, LineReader, tooLong } from './line-reader.ts';
import { ProviderError } from './provider.ts';

const SPACE = 32;
const COLON = 58;

/**
 * Reads server-sent events from the chunks of a response and hands out the data of each.
 * Event names, ids and comments are skipped: no chat protocol needs them.
 */
export class SseReader {
  readonly #onData: (data: string) => void;
  readonly #lines = new LineReader((text, start, end) => this.#readLine(text, start, end));
  #data: string | null = null;

  constructor(onData: (data: string) => void) {
    this.#onData = onData;
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  /** The response is over: what is left counts as a line, and the event as complete. */
  end(): void {
    this.#lines.end();
    this.#dispatch();
  }

  #readLine(text: string, start: number, end: number): void {
    if (start === end) return this.#dispatch();
    if (text.charCodeAt(start) === COLON) return;
    if (!text.startsWith('data:', start)) return skipField(text.slice(start, end));
    const line = text.slice(text.charCodeAt(start + 5) === SPACE ? start + 6 : start + 5, end);
    this.#data = this.#data === null ? line : `${this.#data}\n${line}`;
    if (this.#data.length > EVENT_LIMIT_BYTES) throw tooLong();
  }

  #dispatch(): void {
    const data = this.#data;
    if (data === null) return;
    this.#data = null;
    this.#onData(data);
  }
}

/** A line that no server-sent event can have means that this is no such stream, or a broken one. */
function skipField(line: string): void {
  if (/^(event|id|retry)(:|$)|^data$/.test(line)) return;
  throw new ProviderError('garbled', 'The answer has a line that is no server-sent event.', {
    retryable: true,
  });
}
