import { z } from 'zod';
import { oneLine } from './plain-text.ts';
import { providerKindSchema } from './provider.ts';

const countsSchema = z.object({
  hits: z.number().int().nonnegative(),
  misses: z.number().int().nonnegative(),
  /** Time that the audience did not wait. */
  savedMs: z.number().nonnegative(),
  /** US dollars, of answers whose price was known. */
  savedCost: z.number().nonnegative(),
});

/** How one's cache of answers does. */
export const cacheStatsSchema = countsSchema.extend({
  backend: z.enum(['redis', 'memory']),
  enabled: z.boolean(),
  ttlSeconds: z.number().int().positive(),
  entries: z.number().int().nonnegative(),
  bytes: z.number().int().nonnegative(),
  /** 0…1; 0 when nothing was asked yet. */
  hitRate: z.number().min(0).max(1),
  byProvider: z.array(countsSchema.extend({ kind: providerKindSchema })),
});
export type CacheStats = z.infer<typeof cacheStatsSchema>;

export const cacheEntrySchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  kind: providerKindSchema,
  model: z.string(),
  /** Its first words. */
  preview: z.string(),
  bytes: z.number().int().nonnegative(),
  hits: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type CacheEntry = z.infer<typeof cacheEntrySchema>;

/** Which answers to forget; without any field all of one's own. */
export const cacheClearSchema = z.strictObject({
  connectionId: oneLine().min(1).max(200).optional(),
  model: oneLine().min(1).max(200).optional(),
});
