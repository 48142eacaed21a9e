import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CachedAnswer } from './cached-answer.ts';
import { Flights } from './flights.ts';
import type { Place, Shelf } from './shelf.ts';

export interface SingleFlightLimits {
  /** A claim of a node that died, or that came into Redis after nobody waited for it any more, ends after so long. */
  readonly claimMs: number;
  /** Nobody waits longer for somebody else's answer. */
  readonly patienceMs: number;
  readonly pollMs: number;
}

const defaultLimits: SingleFlightLimits = { claimMs: 3000, patienceMs: 30_000, pollMs: 100 };
/** Whoever saw so many others fail asks for itself. */
const WAITS_LIMIT = 2;
/** Longer than any answer takes: a claim is not kept alive for ever. */
const CLAIMED_MS = 20 * 60_000;

/** The answer that there is, or the task to get one, whose end is told by `land`. */
export type Entered =
  | { readonly answer: CachedAnswer }
  | { readonly land: (answer: CachedAnswer | null) => void };

/**
 * Of many who ask the same at once, on this node and on others, one asks the provider, and the others get
 * its answer once it is whole. When the one fails, leaves, dies or is too slow, another asks.
 */
export class SingleFlight {
  readonly #shelf: Shelf;
  readonly #onWait: () => void;
  readonly #limits: SingleFlightLimits;
  readonly #flights = new Flights();

  constructor(shelf: Shelf, onWait: () => void, limits: SingleFlightLimits = defaultLimits) {
    this.#shelf = shelf;
    this.#onWait = onWait;
    this.#limits = limits;
  }

  async enter(place: Place, signal: AbortSignal): Promise<Entered> {
    const deadline = performance.now() + this.#limits.patienceMs;
    for (let waits = 0; ; waits += 1) {
      const answer = await this.#shelf.take(place);
      signal.throwIfAborted();
      if (answer) return { answer };
      if (waits > WAITS_LIMIT || performance.now() >= deadline) return { land: () => undefined };
      const joined = this.#flights.join(`${place.owner} ${place.id}`);
      if ('lead' in joined) return this.#leadHere(place, joined.lead.land, { deadline, signal });
      this.#onWait();
      const landed = await patiently(joined.landed, deadline, signal);
      if (landed) return { answer: landed };
    }
  }

  /** First in this process; perhaps another node was before. */
  async #leadHere(
    place: Place,
    land: (answer: CachedAnswer | null) => void,
    { deadline, signal }: { deadline: number; signal: AbortSignal },
  ): Promise<Entered> {
    const token = randomUUID();
    let hasWaited = false;
    try {
      for (;;) {
        const claim = await this.#shelf.claim(place, token, this.#limits.claimMs);
        if (claim === 'mine') return await this.#lead(place, token, land);
        if (claim === 'unknown' || performance.now() >= deadline)
          return { land: this.#unclaimed(place, token, land) };
        if (!hasWaited) this.#onWait();
        hasWaited = true;
        await sleep(this.#limits.pollMs, undefined, { signal });
        const answer = await this.#shelf.take(place);
        if (!answer) continue;
        land(answer);
        return { answer };
      }
    } catch (error) {
      land(null);
      if (signal.aborted) throw signal.reason;
      throw error;
    }
  }

  async #lead(place: Place, token: string, land: (answer: CachedAnswer | null) => void): Promise<Entered> {
    // Whoever had the claim before may have put the answer there after we looked.
    const answer = await this.#shelf.take(place);
    if (!answer) return { land: this.#claimed(place, token, land) };
    void this.#shelf.release(place, token);
    land(answer);
    return { answer };
  }

  /** It may have been made all the same, too late to be heard of. */
  #unclaimed(place: Place, token: string, land: (answer: CachedAnswer | null) => void) {
    return (answer: CachedAnswer | null) => {
      void this.#shelf.release(place, token);
      land(answer);
    };
  }

  /** Keeps the claim alive until the answer is there, and not for ever. */
  #claimed(place: Place, token: string, land: (answer: CachedAnswer | null) => void) {
    const { claimMs } = this.#limits;
    const untilMs = performance.now() + CLAIMED_MS;
    const timer = setInterval(() => {
      if (performance.now() < untilMs) void this.#shelf.renew(place, token, claimMs);
      else clearInterval(timer);
    }, claimMs / 3).unref();
    return (answer: CachedAnswer | null) => {
      clearInterval(timer);
      void this.#shelf.release(place, token);
      land(answer);
    };
  }
}

async function patiently<T>(landed: Promise<T>, deadline: number, signal: AbortSignal): Promise<T | null> {
  const over = new AbortController();
  const late = sleep(Math.max(0, deadline - performance.now()), null, {
    signal: AbortSignal.any([signal, over.signal]),
    ref: false,
  });
  try {
    return await Promise.race([landed, late]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}
