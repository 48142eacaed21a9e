import type { SpokenBy } from '@chimera/protocol/provider';
import type { Call } from '../opening.ts';
import type { Part } from '../provider.ts';
import { ANSWER_BYTES_LIMIT, type CachedAnswer } from './cached-answer.ts';

/** What was heard of an answer that is worth keeping. */
export type Recorded = Pick<CachedAnswer, 'brain' | 'pieces' | 'usage' | 'totalMs'>;

/**
 * The same answer, written down while it is read. `onEnd` hears once: of the answer when it was read to its
 * own end, and of null when it broke off, was left, cut by its limit, filtered, empty or too large.
 */
export function recorded(call: Call, clock: () => number, onEnd: (answer: Recorded | null) => void): Call {
  return (signal) => ({
    [Symbol.asyncIterator]: () => new Recording(call(signal)[Symbol.asyncIterator](), clock, onEnd),
  });
}

class Recording implements AsyncIterator<Part, undefined> {
  readonly #answer: AsyncIterator<Part>;
  readonly #clock: () => number;
  readonly #onEnd: (answer: Recorded | null) => void;
  readonly #startedAt: number;
  readonly #pieces: [number, string][] = [];
  #brain: SpokenBy | null = null;
  #length = 0;
  #hasEnded = false;

  constructor(answer: AsyncIterator<Part>, clock: () => number, onEnd: (answer: Recorded | null) => void) {
    this.#answer = answer;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.#startedAt = clock();
  }

  async next(): Promise<IteratorResult<Part, undefined>> {
    try {
      const step = await this.#answer.next();
      if (step.done) {
        this.#end(null);
        return { value: undefined, done: true };
      }
      this.#note(step.value);
      return step;
    } catch (error) {
      this.#end(null);
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Part, undefined>> {
    this.#end(null);
    await this.#answer.return?.();
    return { value: undefined, done: true };
  }

  #note(part: Part): void {
    if (part.type === 'start') this.#brain = part.brain;
    else if (part.type === 'text') this.#keep(part.text);
    else if (part.type === 'finish') this.#end(part.reason === 'stop' ? this.#whole(part) : null);
  }

  #keep(text: string): void {
    this.#length += text.length;
    if (this.#length > ANSWER_BYTES_LIMIT) return;
    const atMs = Math.round(this.#clock() - this.#startedAt);
    const last = this.#pieces.at(-1);
    if (last?.[0] === atMs) last[1] += text;
    else this.#pieces.push([atMs, text]);
  }

  #whole({ usage }: Extract<Part, { type: 'finish' }>): Recorded | null {
    const isBlank = this.#pieces.every(([, text]) => text.trim() === '');
    const isTooLarge =
      this.#length > ANSWER_BYTES_LIMIT ||
      Buffer.byteLength(JSON.stringify(this.#pieces)) > ANSWER_BYTES_LIMIT;
    if (this.#brain === null || isBlank || isTooLarge) return null;
    const totalMs = Math.round(this.#clock() - this.#startedAt);
    return { brain: this.#brain, pieces: this.#pieces, usage, totalMs };
  }

  #end(answer: Recorded | null): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onEnd(answer);
  }
}
