import { createConnectionStore } from './accounts/connection-store.ts';
import { type Connections, createConnections } from './accounts/connections.ts';
import { createKeyring } from './accounts/keyring.ts';
import { masterKeys } from './accounts/master-keys.ts';
import type { Config } from './config.ts';
import type { Database } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { allowedHosts } from './egress/allowed-hosts.ts';
import { guardedAgent } from './egress/guarded-agent.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { type Brains, createBrains } from './providers/brains.ts';
import type { AnswerCache } from './providers/cache/answer-cache.ts';
import { createCache } from './providers/cache/create-cache.ts';
import type { Prices } from './providers/prices.ts';
import type { Provider } from './providers/provider.ts';
import { vendorAddress } from './providers/vendor-address.ts';
import { vendors } from './providers/vendors.ts';
import { RedisLink } from './redis/redis-link.ts';

/** Whoever can be asked for words, and what stands around them. */
export interface OpenBrains {
  readonly brains: Brains;
  readonly connections: Connections;
  readonly cache: AnswerCache;
  /** The one connection to Redis, for whatever nodes share there; null without Redis. */
  readonly redis: RedisLink | null;
  close(): Promise<void>;
}

interface Foundation {
  readonly config: Config;
  readonly database: Database;
  readonly demo: Provider;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly prices: Prices;
  readonly now: () => Date;
}

/** A part of the composition root: connections and their keys, the cache, and the one door that calls leave by. */
export async function openBrains(foundation: Foundation): Promise<OpenBrains> {
  const { config, database, demo, logger, metrics, prices } = foundation;
  const connections = await openConnections(foundation);
  const redis = await openRedis(config, logger);
  const secret = await sharedSecret(database, 'cache');
  const clock = Date.now;
  const cache = createCache({
    ...config.cache,
    redis,
    logger,
    metrics,
    secret,
    clock,
    costOf: prices.costOf,
  });
  const dispatcher = guardedAgent({ allowed: hostsOf(config) });
  const brains = createBrains({ config, own: connections, demo, dispatcher, logger, cache, clock });
  return {
    brains,
    connections,
    cache,
    redis,
    async close() {
      brains.close();
      redis?.close();
      await dispatcher.close();
    },
  };
}

async function openConnections({ config, database, logger, now }: Foundation): Promise<Connections> {
  const { masterKeys: given, dataDir } = config;
  if (given === null && config.databaseUrl !== null) {
    logger.warn('Several nodes on one database need the same CHIMERA_MASTER_KEYS; this one uses its own.');
  }
  const connections = createConnections({
    store: createConnectionStore(database),
    keyring: createKeyring(masterKeys({ given, dataDir, logger })),
    now,
    originOf: (kind, baseUrl) => vendorAddress(kind, baseUrl).origin,
    nameOf: (kind) => vendors[kind].name,
  });
  await connections.checkKeys();
  return connections;
}

async function openRedis({ redisUrl }: Config, logger: Logger): Promise<RedisLink | null> {
  if (redisUrl === null) return null;
  const redis = new RedisLink(redisUrl, logger);
  await redis.settled();
  return redis;
}

function hostsOf({ vendors: given, allowedHosts: named }: Config): ReadonlySet<string> {
  const baseUrls = Object.values(given).flatMap(({ baseUrl }) => baseUrl ?? []);
  return allowedHosts({ localMode: true, baseUrls, named });
}
