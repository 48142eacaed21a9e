import type { RedisLink } from '../../redis/redis-link.ts';
import { AnswerCache, type AnswerCacheOptions } from './answer-cache.ts';
import { memoryShelf } from './memory-shelf.ts';
import { redisShelf } from './redis-shelf.ts';

/** The cache of answers: in Redis where there is one, and all nodes share it; else in this process. */
export function createCache({
  redis,
  ...options
}: Omit<AnswerCacheOptions, 'shelf'> & { readonly redis: RedisLink | null }): AnswerCache {
  const { secret, clock } = options;
  const ttlMs = options.ttlSeconds * 1000;
  const shelf = redis ? redisShelf({ redis, secret, ttlMs }) : memoryShelf({ ttlMs, clock });
  return new AnswerCache({ ...options, shelf });
}
