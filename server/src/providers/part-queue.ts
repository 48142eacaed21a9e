import { joinedPart } from './joined-part.ts';
import type { Part } from './provider.ts';

/** Text that may wait for its reader before the sender is asked to pause, in UTF-16 units. */
const WAITING_TEXT_LIMIT = 65_536;
const WAITING_PARTS_LIMIT = 256;

/**
 * Parts on their way from a socket to the one who reads them. A part goes straight to a waiting
 * reader; words that arrive while nobody waits travel on together as one part.
 */
export class PartQueue {
  #waiting: PromiseWithResolvers<IteratorResult<Part, undefined>> | null = null;
  #parts: Part[] = [];
  #textLength = 0;
  #ended = false;
  #failure: { readonly error: unknown } | null = null;

  get isFull(): boolean {
    return this.#textLength > WAITING_TEXT_LIMIT || this.#parts.length > WAITING_PARTS_LIMIT;
  }

  push(part: Part): void {
    if (this.#ended) return;
    if (this.#waiting !== null) {
      const waiting = this.#waiting;
      this.#waiting = null;
      waiting.resolve({ value: part, done: false });
      return;
    }
    if (part.type === 'text' || part.type === 'reasoning') this.#textLength += part.text.length;
    const last = this.#parts.at(-1);
    const joined = last && joinedPart(last, part);
    if (joined) this.#parts[this.#parts.length - 1] = joined;
    else this.#parts.push(part);
  }

  /** Nothing follows; what waits is still read. */
  end(): void {
    this.#ended = true;
    this.#waiting?.resolve({ value: undefined, done: true });
    this.#waiting = null;
  }

  /** The reader gets what waits, then the error. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#waiting === null) {
      this.#failure = { error };
      return;
    }
    this.#waiting.reject(error);
    this.#waiting = null;
  }

  clear(): void {
    this.#parts = [];
    this.#textLength = 0;
  }

  next(): Promise<IteratorResult<Part, undefined>> {
    const part = this.#parts.shift();
    if (part !== undefined) {
      if (part.type === 'text' || part.type === 'reasoning') this.#textLength -= part.text.length;
      return Promise.resolve({ value: part, done: false });
    }
    if (this.#failure !== null) {
      const { error } = this.#failure;
      this.#failure = null;
      return Promise.reject(error);
    }
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }
}
