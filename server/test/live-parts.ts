import { createHeadsStore } from '../src/conversations/heads-store.ts';
import type { Database } from '../src/db/open-database.ts';
import { type Bus, memoryBus } from '../src/live/bus.ts';
import { Elsewhere } from '../src/live/elsewhere.ts';
import { Lookout } from '../src/live/lookout.ts';
import { silentLogger } from '../src/logger.ts';

/** What a node hears by: alone, unless a test gives it a bus that others have as well. */
export function liveParts(
  database: Database,
  { node = 'n1', bus = memoryBus() }: { node?: string; bus?: Bus } = {},
) {
  return {
    node,
    bus,
    elsewhere: new Elsewhere(node, bus),
    lookout: new Lookout({ readHeads: createHeadsStore(database), bus, logger: silentLogger }),
  };
}
