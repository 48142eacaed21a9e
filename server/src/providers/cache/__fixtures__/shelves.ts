import { randomBytes } from 'node:crypto';
import { silentLogger } from '../../../logger.ts';
import { RedisLink } from '../../../redis/redis-link.ts';
import { memoryShelf } from '../memory-shelf.ts';
import { redisShelf } from '../redis-shelf.ts';
import type { Shelf } from '../shelf.ts';

export interface ShelfLimits {
  readonly ttlMs?: number;
  readonly entriesLimit?: number;
  readonly bytesLimit?: number;
}

export interface TestShelves {
  readonly name: 'memory' | 'redis';
  /** Shelves of two nodes; the same one where each node has its own. */
  readonly open: (limits?: ShelfLimits) => Promise<{ shelves: readonly [Shelf, Shelf]; close: () => void }>;
}

const url = process.env['TEST_REDIS_URL'];
/** Another one in each run: no shelf of before is found. */
export const SHELF_SECRET = randomBytes(32);

export async function connected(redisUrl: string): Promise<RedisLink> {
  const link = new RedisLink(redisUrl, silentLogger);
  await link.settled();
  return link;
}

/** Backends to test on; Redis is among them where TEST_REDIS_URL names one, as it always does in `make test`. */
export const testShelves: readonly TestShelves[] = [
  {
    name: 'memory',
    async open({ ttlMs = 60_000, ...limits } = {}) {
      const shelf = memoryShelf({ ttlMs, clock: Date.now, ...limits });
      return { shelves: [shelf, shelf], close: () => undefined };
    },
  },
  ...(url === undefined
    ? []
    : [
        {
          name: 'redis' as const,
          async open({ ttlMs = 60_000, ...limits }: ShelfLimits = {}) {
            const links = [await connected(url), await connected(url)] as const;
            const shelfOn = (redis: RedisLink) =>
              redisShelf({ redis, secret: SHELF_SECRET, ttlMs, ...limits });
            return {
              shelves: [shelfOn(links[0]), shelfOn(links[1])] as const,
              close: () => links.forEach((link) => link.close()),
            };
          },
        },
      ]),
];
