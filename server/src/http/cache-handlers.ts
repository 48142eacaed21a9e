import type { AnswerCache } from '../providers/cache/answer-cache.ts';
import type { Handlers } from './handlers.ts';

export interface CacheParts {
  readonly cache: Pick<AnswerCache, 'stats' | 'entries' | 'clear'>;
}

const ENTRIES_LIMIT = 50;

/** One's own cache of answers. */
export function cacheHandlers({
  cache,
}: CacheParts): Pick<Handlers, 'getCacheStats' | 'listCacheEntries' | 'clearCache'> {
  return {
    getCacheStats: ({ person }) => cache.stats(person.userId),
    listCacheEntries: ({ person, query }) =>
      cache.entries(person.userId, { limit: query.limit ?? ENTRIES_LIMIT, cursor: query.cursor }),
    async clearCache({ person, body }) {
      return { cleared: await cache.clear(person.userId, body) };
    },
  };
}
