import type { Reason } from '@chimera/protocol/seat';

/** Longer than it takes to write a commit, unless the database is in trouble. */
const LIMIT_MS = 3000;

/** Keeps a conversation where it is while whoever cut its turn off writes down what follows. */
export class Hold {
  #held: { readonly reason: Reason; readonly untilMs: number } | null = null;

  begin(reason: Reason): void {
    this.#held = { reason, untilMs: performance.now() + LIMIT_MS };
  }

  end(): void {
    this.#held = null;
  }

  get isOn(): boolean {
    return this.reason !== null;
  }

  /** Why it is held; null when it is not. */
  get reason(): Reason | null {
    return this.#held && performance.now() < this.#held.untilMs ? this.#held.reason : null;
  }
}
