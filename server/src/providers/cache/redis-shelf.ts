import { type ProviderKind, providerKindSchema } from '@chimera/protocol/provider';
import { z } from 'zod';
import { ChimeraError } from '../../errors.ts';
import type { RedisClient, RedisLink } from '../../redis/redis-link.ts';
import { type CachedAnswer, cachedAnswerSchema, previewOf } from './cached-answer.ts';
import * as scripts from './redis-scripts.ts';
import { createSealing, type Sealing } from '../../redis/sealing.ts';
import { type Figures, noFigures, type Place, type Shelf, type ShelfEntry } from './shelf.ts';

export interface RedisShelfOptions {
  readonly redis: RedisLink;
  readonly secret: Buffer;
  readonly ttlMs: number;
  readonly entriesLimit?: number;
  readonly bytesLimit?: number;
}

/** For each owner. */
const ENTRIES_LIMIT = 500;
const BYTES_LIMIT = 8 * 1024 * 1024;
/** Figures of an owner who has not been here for so long are forgotten. */
const FIGURES_MS = 90 * 24 * 3_600_000;

const PREFIX = 'chimera:answers';
/** When each owner last had something put here: whose shelves there are. */
const OWNERS = `${PREFIX}:owners`;

const metaSchema = z.object({
  connectionId: z.string(),
  kind: providerKindSchema,
  model: z.string(),
  preview: z.string(),
  createdAtMs: z.number(),
});
const listedSchema = z.array(z.tuple([z.string(), z.string(), z.number(), z.number()]));
const sizeSchema = z.tuple([z.number(), z.number()]);
const figuresSchema = z.record(z.string(), z.coerce.number());

/** In Redis, shared by nodes that have the same secret. What talk is in it is sealed. */
export function redisShelf(options: RedisShelfOptions): Shelf {
  return new RedisShelf(options);
}

class RedisShelf implements Shelf {
  readonly backend = 'redis';
  readonly #redis: RedisLink;
  readonly #sealing: Sealing;
  readonly #ttlMs: number;
  readonly #limits: readonly [number, number];

  constructor(options: RedisShelfOptions) {
    const { redis, secret, ttlMs, entriesLimit = ENTRIES_LIMIT, bytesLimit = BYTES_LIMIT } = options;
    this.#redis = redis;
    this.#sealing = createSealing(secret, PREFIX);
    this.#ttlMs = ttlMs;
    this.#limits = [entriesLimit, bytesLimit];
  }

  async take({ owner, id }: Place): Promise<CachedAnswer | null> {
    const sealed = await this.#redis.attempt((redis) =>
      redis.eval(scripts.takeScript, 1, prefixOf(owner), id),
    );
    if (typeof sealed !== 'string') return null;
    const text = this.#sealing.open(sealed, `${owner} ${id}`);
    if (text === null) return null;
    // Another version of Chimera may have put it there.
    return cachedAnswerSchema.safeParse(JSON.parse(text)).data ?? null;
  }

  async put({ owner, id }: Place, answer: CachedAnswer): Promise<void> {
    const { connectionId, kind, model, createdAtMs } = answer;
    const about = { connectionId, kind, model, preview: previewOf(answer), createdAtMs };
    const sealed = this.#sealing.seal(JSON.stringify(answer), `${owner} ${id}`);
    const meta = this.#sealing.seal(JSON.stringify(about), `${owner} ${id} meta`);
    const size = sealed.length + meta.length;
    const values = [id, sealed, meta, size, this.#ttlMs, ...this.#limits];
    await this.#redis.attempt(async (redis) => {
      await redis.zadd(OWNERS, Date.now(), owner);
      await redis.eval(scripts.putScript, 1, prefixOf(owner), ...values);
    });
  }

  async remove(owner: string, ids?: readonly string[]): Promise<number> {
    if (ids?.length === 0) return 0;
    const count = await this.#insist((redis) =>
      redis.eval(scripts.removeScript, 1, prefixOf(owner), ...(ids ?? [])),
    );
    return z.number().parse(count);
  }

  async list(owner: string): Promise<ShelfEntry[]> {
    const listed = await this.#insist((redis) => redis.eval(scripts.listScript, 1, prefixOf(owner)));
    return listedSchema
      .parse(listed)
      .flatMap(([id, sealed, bytes, hits]) => {
        const text = this.#sealing.open(sealed, `${owner} ${id} meta`);
        const meta = text === null ? null : metaSchema.safeParse(JSON.parse(text)).data;
        return meta ? [{ id, bytes, hits, ...meta, expiresAtMs: meta.createdAtMs + this.#ttlMs }] : [];
      })
      .toSorted((a, b) => b.createdAtMs - a.createdAtMs);
  }

  count(owner: string, kind: ProviderKind, more: Partial<Figures>): void {
    const key = `${prefixOf(owner)}:figures`;
    void this.#redis.attempt(async (redis) => {
      const batch = redis.multi();
      for (const [name, by] of Object.entries(more)) batch.hincrbyfloat(key, `${kind} ${name}`, by);
      await batch.pexpire(key, FIGURES_MS).exec();
    });
  }

  async figures(owner: string): Promise<ReadonlyMap<ProviderKind, Figures>> {
    const kept = await this.#insist((redis) => redis.hgetall(`${prefixOf(owner)}:figures`));
    const known = figuresSchema.parse(kept);
    const of = (kind: ProviderKind): Figures => {
      const figure = (name: keyof Figures) => known[`${kind} ${name}`] ?? noFigures[name];
      return {
        hits: figure('hits'),
        misses: figure('misses'),
        savedMs: figure('savedMs'),
        savedCost: figure('savedCost'),
      };
    };
    const kinds = Object.keys(known).map((field) => providerKindSchema.safeParse(field.split(' ')[0]).data);
    return new Map([...new Set(kinds)].flatMap((kind) => (kind ? [[kind, of(kind)] as const] : [])));
  }

  async size(owner?: string): Promise<{ entries: number; bytes: number }> {
    const owners = owner === undefined ? await this.#owners() : [owner];
    const sizes = await Promise.all(
      owners.map((each) => this.#insist((redis) => redis.eval(scripts.sizeScript, 1, prefixOf(each)))),
    );
    const known = sizes.map((size) => sizeSchema.parse(size));
    return {
      entries: known.reduce((sum, [entries]) => sum + entries, 0),
      bytes: known.reduce((sum, [, bytes]) => sum + bytes, 0),
    };
  }

  async claim({ owner, id }: Place, token: string, forMs: number): Promise<'mine' | 'taken' | 'unknown'> {
    const key = `${prefixOf(owner)}:claim:${id}`;
    const answer = await this.#redis.attempt((redis) => redis.set(key, token, 'PX', forMs, 'NX'));
    if (answer === undefined) return 'unknown';
    return answer === 'OK' ? 'mine' : 'taken';
  }

  async renew({ owner, id }: Place, token: string, forMs: number): Promise<void> {
    await this.#redis.attempt((redis) =>
      redis.eval(scripts.renewScript, 1, prefixOf(owner), id, token, forMs),
    );
  }

  async release({ owner, id }: Place, token: string): Promise<void> {
    await this.#redis.attempt((redis) => redis.eval(scripts.releaseScript, 1, prefixOf(owner), id, token));
  }

  async #owners(): Promise<string[]> {
    return this.#insist(async (redis) => {
      await redis.zremrangebyscore(OWNERS, '-inf', String(Date.now() - this.#ttlMs));
      return redis.zrange(OWNERS, '0', '-1');
    });
  }

  async #insist<T>(work: (redis: RedisClient) => Promise<T>): Promise<T> {
    const answer = await this.#redis.attempt(work);
    if (answer !== undefined) return answer;
    throw new ChimeraError('unavailable', 'The Redis that holds the cache does not answer now.', {
      retryAfterSeconds: 2,
    });
  }
}

/** The braces keep an owner's keys together where several servers share the work. */
function prefixOf(owner: string): string {
  return `${PREFIX}:{${owner}}`;
}
