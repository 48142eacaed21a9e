import { LimitReached } from './limit-reached.ts';

const RETRY_SECONDS = 2;

/** How much of a kind somebody may have under way at the same time, on this node. */
export class Together {
  readonly #limit: number;
  readonly #under = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place, or throws when all are taken. What it returns gives the place back, once. */
  enter(who: string): () => void {
    const count = this.#under.get(who) ?? 0;
    if (count >= this.#limit) {
      const detail = `At most ${this.#limit} of these at the same time. Try again when one is done.`;
      throw new LimitReached(detail, null, RETRY_SECONDS);
    }
    this.#under.set(who, count + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      this.#leave(who);
    };
  }

  #leave(who: string): void {
    const left = (this.#under.get(who) ?? 0) - 1;
    if (left > 0) this.#under.set(who, left);
    else this.#under.delete(who);
  }
}
