import { answerOf, type Call, heardToItsEnd, openAnswer, type Opening } from './opening.ts';
import { ProviderError } from './provider.ts';

export interface BulkheadLimits {
  /** Answers at a time. */
  readonly atOnce: number;
  /** Calls that may stand in line for them. */
  readonly inLine: number;
}

/**
 * Lets so many answers of a connection be under way at a time, each from its request to the end of
 * its stream. The others stand in line, and leave it when nobody waits for them any more.
 */
export class Bulkhead {
  readonly #limits: BulkheadLimits;
  readonly #line = new Set<() => void>();
  #busy = 0;

  constructor(limits: BulkheadLimits) {
    this.#limits = limits;
  }

  around(call: Call): Call {
    return (signal) => answerOf(() => this.#open(call, signal));
  }

  /** Answers under way. */
  get busy(): number {
    return this.#busy;
  }

  get inLine(): number {
    return this.#line.size;
  }

  async #open(call: Call, signal: AbortSignal): Promise<Opening> {
    await this.#enter(signal);
    try {
      const opening = await openAnswer(call, signal);
      return { ...opening, rest: heardToItsEnd(opening.rest, () => this.#leave()) };
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#busy < this.#limits.atOnce) {
      this.#busy += 1;
      return;
    }
    if (this.#line.size >= this.#limits.inLine) throw this.#full();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = () => {
      this.#line.delete(resolve);
      reject(signal.reason);
    };
    this.#line.add(resolve);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** The place goes to the first in line. */
  #leave(): void {
    const [first] = this.#line;
    if (first === undefined) {
      this.#busy -= 1;
      return;
    }
    this.#line.delete(first);
    first();
  }

  #full(): ProviderError {
    const { atOnce, inLine } = this.#limits;
    const detail = `This connection gives ${atOnce} answers at a time, and ${inLine} more are in line.`;
    return new ProviderError('busy', detail, { retryable: true });
  }
}
