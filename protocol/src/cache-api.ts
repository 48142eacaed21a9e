import { z } from 'zod';
import { cacheClearSchema, cacheEntrySchema, cacheStatsSchema } from './cache.ts';
import { itemsOf, type Operation, pageQuery } from './operation.ts';

/** One's own cache of answers. */
export const cacheApi = {
  getCacheStats: {
    method: 'GET',
    path: '/api/cache/stats',
    tag: 'cache',
    summary: 'How the cache of answers does: hits, misses, time and money saved',
    access: 'read',
    response: cacheStatsSchema,
    status: 200,
  },
  listCacheEntries: {
    method: 'GET',
    path: '/api/cache/entries',
    tag: 'cache',
    summary: 'Answers that are kept, newest first',
    access: 'read',
    query: z.object(pageQuery),
    response: itemsOf(cacheEntrySchema),
    status: 200,
  },
  clearCache: {
    method: 'POST',
    path: '/api/cache/clear',
    tag: 'cache',
    summary: 'Forget answers: all, or those of a connection or a model',
    access: 'manage',
    body: cacheClearSchema,
    mayOmitBody: true,
    response: z.object({ cleared: z.number().int().nonnegative() }),
    status: 200,
  },
} as const satisfies Record<string, Operation>;
