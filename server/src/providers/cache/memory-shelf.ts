import type { ProviderKind } from '@chimera/protocol/provider';
import { LRUCache } from 'lru-cache';
import { type CachedAnswer, previewOf } from './cached-answer.ts';
import { type Figures, noFigures, type Place, type Shelf, type ShelfEntry } from './shelf.ts';

export interface MemoryShelfOptions {
  readonly ttlMs: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly entriesLimit?: number;
  readonly bytesLimit?: number;
}

/** For all owners together. */
const ENTRIES_LIMIT = 5000;
const BYTES_LIMIT = 32 * 1024 * 1024;
const OWNERS_LIMIT = 10_000;

interface Kept {
  readonly owner: string;
  readonly id: string;
  readonly answer: CachedAnswer;
  readonly bytes: number;
  hits: number;
}

/** In this process: gone with it, and seen by no other node. What is used least goes first. */
export function memoryShelf(options: MemoryShelfOptions): Shelf {
  const { ttlMs, clock } = options;
  const kept = new LRUCache<string, Kept>({
    max: options.entriesLimit ?? ENTRIES_LIMIT,
    maxSize: options.bytesLimit ?? BYTES_LIMIT,
    sizeCalculation: ({ bytes }) => bytes,
    ttl: ttlMs,
    ttlResolution: 0,
    perf: { now: clock },
  });
  const figures = new LRUCache<string, ReadonlyMap<ProviderKind, Figures>>({ max: OWNERS_LIMIT });
  const of = (owner: string | undefined): Kept[] => {
    kept.purgeStale();
    const all = [...kept.values()];
    return owner === undefined ? all : all.filter((each) => each.owner === owner);
  };
  return {
    backend: 'memory',
    async take(place) {
      const found = kept.get(keyOf(place));
      if (!found) return null;
      found.hits += 1;
      return found.answer;
    },
    async put({ owner, id }, answer) {
      const bytes = Buffer.byteLength(JSON.stringify(answer));
      kept.set(keyOf({ owner, id }), { owner, id, answer, bytes, hits: 0 });
    },
    async remove(owner, ids) {
      const wanted = ids ?? of(owner).map(({ id }) => id);
      return wanted.filter((id) => kept.delete(keyOf({ owner, id }))).length;
    },
    async list(owner) {
      return of(owner)
        .map((each) => entryOf(each, ttlMs))
        .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
    },
    count(owner, kind, more) {
      const before = figures.get(owner) ?? new Map<ProviderKind, Figures>();
      figures.set(owner, new Map([...before, [kind, sumOf(before.get(kind) ?? noFigures, more)]]));
    },
    async figures(owner) {
      return figures.get(owner) ?? new Map();
    },
    async size(owner) {
      const all = of(owner);
      return { entries: all.length, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
    // Whoever else asks does so in this process, where it is known without being said.
    claim: async () => 'mine',
    renew: async () => undefined,
    release: async () => undefined,
  };
}

function keyOf({ owner, id }: Place): string {
  return `${owner} ${id}`;
}

function entryOf({ id, answer, bytes, hits }: Kept, ttlMs: number): ShelfEntry {
  const { connectionId, kind, model, createdAtMs } = answer;
  const expiresAtMs = createdAtMs + ttlMs;
  return { id, connectionId, kind, model, preview: previewOf(answer), bytes, hits, createdAtMs, expiresAtMs };
}

function sumOf(before: Figures, more: Partial<Figures>): Figures {
  return {
    hits: before.hits + (more.hits ?? 0),
    misses: before.misses + (more.misses ?? 0),
    savedMs: before.savedMs + (more.savedMs ?? 0),
    savedCost: before.savedCost + (more.savedCost ?? 0),
  };
}
