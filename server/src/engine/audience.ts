import type { Moment } from './stop-rules.ts';

/** Remembers since when nobody has been watching. */
export class Audience {
  readonly #unwatchedLimitMs: number;
  #unwatchedSinceMs: number | null = null;

  constructor(unwatchedLimitMs: number) {
    this.#unwatchedLimitMs = unwatchedLimitMs;
  }

  /** The moment as the rules want to know it. */
  at(nowMs: number, viewers: number): Moment {
    this.#unwatchedSinceMs = viewers > 0 ? null : (this.#unwatchedSinceMs ?? nowMs);
    return {
      nowMs,
      viewers,
      unwatchedSinceMs: this.#unwatchedSinceMs,
      unwatchedLimitMs: this.#unwatchedLimitMs,
    };
  }
}
