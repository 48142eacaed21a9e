import { createConnectionStore } from './accounts/connection-store.ts';
import { type Connections, createConnections } from './accounts/connections.ts';
import { createKeyring } from './accounts/keyring.ts';
import type { MasterKeys } from './accounts/master-keys.ts';
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
import type { Guards } from './providers/guards.ts';
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
  readonly masterKeys: MasterKeys;
  readonly demo: Provider;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly prices: Prices;
  readonly guards?: Guards;
  readonly now: () => Date;
}

/** A part of the composition root: connections and their keys, the cache, and the one door that calls leave by. */
export async function openBrains(foundation: Foundation): Promise<OpenBrains> {
  const { config, database, demo, logger, metrics, prices, guards } = foundation;
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
  const dispatcher = guardedAgent({ allowed: hostsOfInstance(config) });
  const narrow = guardedAgent({ allowed: hostsOfPeople(config) });
  const parts = {
    config,
    own: connections,
    demo,
    dispatcher,
    narrowDispatcher: narrow,
    logger,
    cache,
    clock,
  };
  const brains = createBrains({ ...parts, ...(guards && { guards }) });
  return {
    brains,
    connections,
    cache,
    redis,
    async close() {
      brains.close();
      redis?.close();
      await Promise.all([dispatcher.close(), narrow.close()]);
    },
  };
}

async function openConnections({ database, masterKeys, now }: Foundation): Promise<Connections> {
  const connections = createConnections({
    store: createConnectionStore(database),
    keyring: createKeyring(masterKeys),
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

type HostsConfig = Pick<Config, 'auth' | 'vendors' | 'allowedHosts'>;

/** Places on private networks where connections of the environment may lead. */
export function hostsOfInstance({
  auth,
  vendors: given,
  allowedHosts: named,
}: HostsConfig): ReadonlySet<string> {
  const baseUrls = Object.values(given).flatMap(({ baseUrl }) => baseUrl ?? []);
  return allowedHosts({ localMode: auth === 'local', baseUrls, named });
}

/**
 * Where those may lead that people made. The base URLs of the environment are the operator's: where many people make
 * connections, theirs do not lead there.
 */
export function hostsOfPeople(config: HostsConfig): ReadonlySet<string> {
  if (config.auth === 'local') return hostsOfInstance(config);
  return allowedHosts({ localMode: false, baseUrls: [], named: config.allowedHosts });
}
