import type { ProviderKind } from '@chimera/protocol/provider';
import { LRUCache } from 'lru-cache';
import { keyFingerprint } from './cache/answer-key.ts';
import type { Call } from './opening.ts';
import type { Watch } from './watch.ts';
import { Breaker } from './with-breaker.ts';
import { Bulkhead, type BulkheadLimits } from './with-bulkhead.ts';

/** Which connection a call goes over. */
export interface Guarded {
  readonly kind: ProviderKind;
  /** Has a bulkhead of its own: what hangs there holds up nobody else. */
  readonly connectionId: string;
  /** Calls of the same name share a breaker: see `breakerNameOf`. */
  readonly breakerName: string;
  /** How people call the vendor. */
  readonly name: string;
  /** A server on the owner's own machine or network. */
  readonly isLocal: boolean;
}

/** One machine answers a few at a time, and more only make each of them slower. */
const LOCAL_LIMITS: BulkheadLimits = { atOnce: 4, inLine: 100 };
/** A vendor has limits of its own; ours keeps one that hangs from holding sockets and memory without end. */
const CLOUD_LIMITS: BulkheadLimits = { atOnce: 256, inLine: 1_000 };

/** How long a vendor that is down is left alone. */
const CLOUD_PAUSE_MS = 30_000;
/** Its owner may be starting it right now, and a try costs nothing. */
const LOCAL_PAUSE_MS = 5_000;

/** Connections come and go; who was not used for longest is forgotten first, and begins anew. */
const NAMES_LIMIT = 2_000;

/** How the calls to vendors of one kind stand. */
export interface Pressure {
  readonly kind: ProviderKind;
  /** Answers under way. */
  readonly active: number;
  readonly inLine: number;
  /** Breakers that let nobody through. */
  readonly paused: number;
}

/** Keeps the breakers and bulkheads of all connections of this process. */
export class Guards {
  /** Looks on at every call, of guarded connections and others. */
  readonly watch: Watch | null;
  readonly #breakers = new LRUCache<string, OfKind<Breaker>>({ max: NAMES_LIMIT });
  readonly #bulkheads = new LRUCache<string, OfKind<Bulkhead>>({ max: NAMES_LIMIT });

  constructor(watch: Watch | null = null) {
    this.watch = watch;
  }

  /** The same call, sent only while its vendor is well and its connection has a place free. */
  around({ kind, connectionId, breakerName, name, isLocal }: Guarded, call: Call): Call {
    const breaker = kept(this.#breakers, breakerName, () => ({
      kind,
      guard: new Breaker({ name, pauseMs: isLocal ? LOCAL_PAUSE_MS : CLOUD_PAUSE_MS }),
    }));
    const bulkhead = kept(this.#bulkheads, connectionId, () => ({
      kind,
      guard: new Bulkhead(isLocal ? LOCAL_LIMITS : CLOUD_LIMITS),
    }));
    return breaker.guard.around(bulkhead.guard.around(call));
  }

  /** Of each kind of vendor that was called. */
  pressure(): Pressure[] {
    const breakers = [...this.#breakers.values()];
    const bulkheads = [...this.#bulkheads.values()];
    return [...new Set(bulkheads.map(({ kind }) => kind))].map((kind) => {
      const places = bulkheads.filter((each) => each.kind === kind).map(({ guard }) => guard);
      return {
        kind,
        active: sum(places.map(({ busy }) => busy)),
        inLine: sum(places.map(({ inLine }) => inLine)),
        paused: breakers.filter((each) => each.kind === kind && each.guard.isPaused).length,
      };
    });
  }
}

interface OfKind<T> {
  readonly kind: ProviderKind;
  readonly guard: T;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/**
 * What calls have in common that fail together: vendor, host and key. The key is a part of it because some
 * vendors fail by account; so nobody's key ever pauses another's. It cannot be read from the name. Who has
 * no key shares with nobody.
 */
export function breakerNameOf(connection: {
  readonly id: string;
  readonly kind: string;
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
}): string {
  const { id, kind, baseUrl, apiKey } = connection;
  const origin = baseUrl === undefined ? '' : new URL(baseUrl).origin;
  return [kind, origin, keyFingerprint(apiKey) || id].join(' ');
}

function kept<T extends object>(cache: LRUCache<string, T>, name: string, make: () => T): T {
  const known = cache.get(name);
  if (known) return known;
  const made = make();
  cache.set(name, made);
  return made;
}
