import type { ProviderKind } from '@chimera/protocol/provider';
import type { CachedAnswer } from './cached-answer.ts';

/** An answer on a shelf, without its words. */
export interface ShelfEntry {
  readonly id: string;
  readonly connectionId: string;
  readonly kind: ProviderKind;
  readonly model: string;
  readonly preview: string;
  readonly bytes: number;
  readonly hits: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

export interface Figures {
  readonly hits: number;
  readonly misses: number;
  readonly savedMs: number;
  readonly savedCost: number;
}

export const noFigures: Figures = { hits: 0, misses: 0, savedMs: 0, savedCost: 0 };

/** Where one owner's answer to one question is. */
export interface Place {
  readonly owner: string;
  readonly id: string;
}

/** Nobody else asks meanwhile: `mine`. Somebody does: `taken`. It cannot be told: `unknown`. */
export type Claim = 'mine' | 'taken' | 'unknown';

/**
 * Keeps answers for a while, each owner's apart, and no more of them than it has room for. What a talk
 * needs never fails and never takes long: where the shelf cannot be reached, nothing is there.
 */
export interface Shelf {
  readonly backend: 'redis' | 'memory';
  /** The answer at a place, which counts as a use of it; null: there is none. */
  take(place: Place): Promise<CachedAnswer | null>;
  put(place: Place, answer: CachedAnswer): Promise<void>;
  /** Takes answers away, without ids all of an owner's; says how many. Throws when it cannot. */
  remove(owner: string, ids?: readonly string[]): Promise<number>;
  /** All of an owner's, newest first. Throws when it cannot. */
  list(owner: string): Promise<ShelfEntry[]>;
  count(owner: string, kind: ProviderKind, more: Partial<Figures>): void;
  /** How an owner's cache does. Throws when it cannot be told. */
  figures(owner: string): Promise<ReadonlyMap<ProviderKind, Figures>>;
  /** How much lies here, of an owner or of all. Throws when it cannot be told. */
  size(owner?: string): Promise<{ entries: number; bytes: number }>;
  /** Says to other nodes who asks. It ends by itself when it is not renewed. */
  claim(place: Place, token: string, forMs: number): Promise<Claim>;
  renew(place: Place, token: string, forMs: number): Promise<void>;
  release(place: Place, token: string): Promise<void>;
}
