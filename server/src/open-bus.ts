import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import { createHeadsStore } from './conversations/heads-store.ts';
import type { Database } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { type Bus, memoryBus } from './live/bus.ts';
import { Elsewhere } from './live/elsewhere.ts';
import { Lookout } from './live/lookout.ts';
import { sharedBus } from './live/shared-bus.ts';
import type { Logger } from './logger.ts';
import type { RedisLink } from './redis/redis-link.ts';
import { RedisWire } from './redis/redis-wire.ts';
import { createSealing } from './redis/sealing.ts';

/** What nodes hear of each other, and what makes up for what they do not hear. */
export interface OpenBus {
  readonly bus: Bus;
  readonly elsewhere: Elsewhere;
  readonly lookout: Lookout;
  close(): Promise<void>;
}

/** Long enough that no two instances have the same. */
const NAME_LENGTH = 16;

interface Foundation {
  readonly config: Config;
  readonly database: Database;
  /** Names this node among all. */
  readonly node: string;
  readonly redis: RedisLink | null;
  readonly logger: Logger;
}

/** A part of the composition root: the bus of this process, or of all nodes when they share a Redis. */
export async function openBus(foundation: Foundation): Promise<OpenBus> {
  const { database, node, logger } = foundation;
  const { bus, wire } = await between(foundation);
  const lookout = new Lookout({ readHeads: createHeadsStore(database), bus, logger });
  // On SQLite there is one node, and nothing gets lost within a process.
  if (database.kind === 'postgres') lookout.start();
  return {
    bus,
    elsewhere: new Elsewhere(node, bus),
    lookout,
    async close() {
      await lookout.close();
      wire?.close();
    },
  };
}

async function between({ config, database, node, redis: link, logger }: Foundation) {
  if (config.redisUrl === null || link === null) return { bus: memoryBus(), wire: null };
  // Others may use the same Redis: the name of this instance is known to its own nodes only.
  const secret = await sharedSecret(database, 'bus');
  const name = createHash('sha256').update(secret).digest('base64url').slice(0, NAME_LENGTH);
  const prefix = `chimera:bus:${name}`;
  const sealing = createSealing(secret, 'chimera:bus');
  const wire = new RedisWire(config.redisUrl, { link, pulse: `${prefix}:pulse:${node}`, sealing, logger });
  await wire.settled();
  return { bus: sharedBus({ node, wire, prefix, logger }), wire };
}
