import type { CacheEntry, CacheStats } from '@chimera/protocol/cache';
import { type Figures, noFigures, type Shelf, type ShelfEntry } from './shelf.ts';

/** What an owner may read of their cache, and how it is cleared. */
export class CacheBook {
  readonly #shelf: Shelf;
  readonly #enabled: boolean;
  readonly #ttlSeconds: number;

  constructor(options: { readonly shelf: Shelf; readonly enabled: boolean; readonly ttlSeconds: number }) {
    this.#shelf = options.shelf;
    this.#enabled = options.enabled;
    this.#ttlSeconds = options.ttlSeconds;
  }

  async stats(owner: string): Promise<CacheStats> {
    const [{ entries, bytes }, byKind] = await Promise.all([
      this.#shelf.size(owner),
      this.#shelf.figures(owner),
    ]);
    const total = [...byKind.values()].reduce(sumOf, noFigures);
    const asked = total.hits + total.misses;
    return {
      ...total,
      backend: this.#shelf.backend,
      enabled: this.#enabled,
      ttlSeconds: this.#ttlSeconds,
      entries,
      bytes,
      hitRate: asked === 0 ? 0 : total.hits / asked,
      byProvider: [...byKind].map(([kind, figures]) => ({ kind, ...figures })),
    };
  }

  async entries(
    owner: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<{ items: CacheEntry[]; nextCursor?: string }> {
    const all = (await this.#shelf.list(owner)).toSorted((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
    const left = cursor === undefined ? all : all.filter((entry) => placeOf(entry) < cursor);
    const shown = left.slice(0, limit);
    const last = shown.at(-1);
    const items = shown.map(({ createdAtMs, expiresAtMs, ...entry }) => ({
      ...entry,
      createdAt: new Date(createdAtMs).toISOString(),
      expiresAt: new Date(expiresAtMs).toISOString(),
    }));
    return { items, ...(last && left.length > limit && { nextCursor: placeOf(last) }) };
  }

  async clear(
    owner: string,
    { connectionId, model }: { connectionId?: string | undefined; model?: string | undefined },
  ): Promise<number> {
    if (connectionId === undefined && model === undefined) return this.#shelf.remove(owner);
    const wanted = (await this.#shelf.list(owner)).filter(
      (entry) =>
        (connectionId === undefined || entry.connectionId === connectionId) &&
        (model === undefined || entry.model === model),
    );
    return this.#shelf.remove(
      owner,
      wanted.map(({ id }) => id),
    );
  }
}

/** Orders entries by age, and those of one millisecond by their ids. */
function placeOf({ createdAtMs, id }: ShelfEntry): string {
  return `${String(createdAtMs).padStart(14, '0')} ${id}`;
}

function sumOf(a: Figures, b: Figures): Figures {
  return {
    hits: a.hits + b.hits,
    misses: a.misses + b.misses,
    savedMs: a.savedMs + b.savedMs,
    savedCost: a.savedCost + b.savedCost,
  };
}
