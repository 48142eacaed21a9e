import type { CachedAnswer } from './cached-answer.ts';

/** Who asks first asks for all: `land` says what came of it, null when nothing did. */
export interface Lead {
  readonly land: (answer: CachedAnswer | null) => void;
}

/** Questions that are being asked in this process now, each by one. */
export class Flights {
  readonly #flights = new Map<string, Promise<CachedAnswer | null>>();

  /** The lead, when nobody asks this yet; else the promise of what comes of it. */
  join(key: string): { readonly lead: Lead } | { readonly landed: Promise<CachedAnswer | null> } {
    const landed = this.#flights.get(key);
    if (landed) return { landed };
    const { promise, resolve } = Promise.withResolvers<CachedAnswer | null>();
    this.#flights.set(key, promise);
    const land = (answer: CachedAnswer | null) => {
      if (this.#flights.get(key) === promise) this.#flights.delete(key);
      resolve(answer);
    };
    return { lead: { land } };
  }
}
