import { joinedPart } from './joined-part.ts';
import type { Part } from './provider.ts';

/** One way to get an answer. */
export type Call = (signal: AbortSignal) => AsyncIterable<Part>;

/** An answer read up to its first words. Until then nobody has heard anything, so it can be taken back. */
export interface Opening {
  readonly held: readonly Part[];
  readonly rest: AsyncIterator<Part, undefined>;
}

/** Hears what had come of an answer that broke off before its first text. */
export type OnLost = (heard: readonly Part[], error: unknown) => void;

/** Reads an answer up to its first text, or to its end when it has none. */
export async function openAnswer(call: Call, signal: AbortSignal, onLost?: OnLost): Promise<Opening> {
  const held: Part[] = [];
  try {
    const rest = call(signal)[Symbol.asyncIterator]();
    for (;;) {
      const next = await rest.next();
      if (next.done) return { held, rest };
      hold(held, next.value);
      if (next.value.type === 'text' || next.value.type === 'finish') return { held, rest };
    }
  } catch (error) {
    if (held.length > 0) onLost?.(held, error);
    throw error;
  }
}

/** Thoughts may come in a million pieces: only their words are kept. */
function hold(held: Part[], part: Part): void {
  const last = held.at(-1);
  const joined = last && joinedPart(last, part);
  if (joined) held[held.length - 1] = joined;
  else held.push(part);
}

/**
 * The answer that `open` settles on. Behind its first words the reader draws from the vendor's
 * own stream, so that however many wrappers there are, they cost a word nothing.
 */
export function answerOf(open: () => Promise<Opening>): AsyncIterable<Part> {
  return { [Symbol.asyncIterator]: () => new OpenedAnswer(open) };
}

/** The same parts; `onEnd` hears once that no more will come, and by what failure if it was one. */
export function heardToItsEnd(
  parts: AsyncIterator<Part, undefined>,
  onEnd: (failure?: { readonly error: unknown }) => void,
  onPart?: (part: Part) => void,
): AsyncIterator<Part, undefined> {
  let isOver = false;
  const end = (failure?: { readonly error: unknown }) => {
    if (!isOver) onEnd(failure);
    isOver = true;
  };
  const hear = ({ done, value }: IteratorResult<Part, undefined>) => {
    if (done) end();
    else onPart?.(value);
  };
  const hearFailure = (error: unknown) => end({ error });
  return {
    next() {
      const next = parts.next();
      // Heard beside the reader, so that a word reaches the reader no later than without.
      next.then(hear, hearFailure);
      return next;
    },
    async return() {
      end();
      await parts.return?.();
      return { value: undefined, done: true };
    },
  };
}

class OpenedAnswer implements AsyncIterator<Part, undefined> {
  readonly #open: () => Promise<Opening>;
  #opening: Opening | null = null;
  #heldIndex = 0;

  constructor(open: () => Promise<Opening>) {
    this.#open = open;
  }

  next(): Promise<IteratorResult<Part, undefined>> {
    if (this.#opening === null) return this.#openAndNext();
    const part = this.#opening.held[this.#heldIndex];
    if (part === undefined) return this.#opening.rest.next();
    this.#heldIndex += 1;
    return Promise.resolve({ value: part, done: false });
  }

  async return(): Promise<IteratorResult<Part, undefined>> {
    await this.#opening?.rest.return?.();
    return { value: undefined, done: true };
  }

  async #openAndNext(): Promise<IteratorResult<Part, undefined>> {
    this.#opening = await this.#open();
    return this.next();
  }
}
