import type { Config } from './config.ts';
import type { Database } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { createLimits, type Limits } from './limits/limits.ts';
import type { RedisLink } from './redis/redis-link.ts';

/** A part of the composition root; null in local mode: its one owner is not counted. */
export async function openLimits(
  config: Config,
  database: Database,
  redis: RedisLink | null,
): Promise<Limits | null> {
  if (config.auth === 'local') return null;
  const secret = await sharedSecret(database, 'limits');
  return createLimits({ redis, secret, perMinute: config.rateLimit });
}
