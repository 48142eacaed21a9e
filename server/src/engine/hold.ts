import type { Reason } from '@chimera/protocol/seat';

/** Longer than it takes to write a commit, unless the database is in trouble. */
const LIMIT_MS = 3000;

/** Keeps a conversation where it is while whoever cut its turn off writes down what follows. */
export class Hold {
  #untilMs = 0;
  #latest: Reason | null = null;

  begin(reason: Reason): void {
    this.#untilMs = performance.now() + LIMIT_MS;
    this.#latest = reason;
  }

  end(): void {
    this.#untilMs = 0;
  }

  get isOn(): boolean {
    return performance.now() < this.#untilMs;
  }

  /** Why it was last held, also when that is over; null when it was not since `forget`. */
  get latest(): Reason | null {
    return this.#latest;
  }

  forget(): void {
    this.#latest = null;
  }
}
