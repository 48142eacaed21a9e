import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@chimera/protocol/provider';
import { knownMasterKeys } from '../../accounts/master-keys.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/open-database.ts';
import { guardedAgent } from '../../egress/guarded-agent.ts';
import { ChimeraError } from '../../errors.ts';
import { localOwner } from '../../identity.ts';
import { silentLogger } from '../../logger.ts';
import { hostsOfInstance, hostsOfPeople } from '../../open-brains.ts';
import { createBrains } from '../../providers/brains.ts';
import type { OwnConnections } from '../../providers/connection-book.ts';
import { demoBrain } from '../../providers/demo/demo-brain.ts';
import { connectionsSealedBy } from '../sealed-keys.ts';
import { type Finding, findingsAbout } from './finding.ts';

const { ok, note, problem } = findingsAbout('providers');
/** A model server that is busy answers late. */
const PATIENCE_MS = 8000;
const LOOK_EVERY_MS = 250;

/**
 * Whether those answer whom the instance may ask: of the environment, of admins, and without accounts the owner's.
 * The connections of people are theirs: they are not called. `database` null: there is none yet.
 */
export async function providerFindings(config: Config, database: Database | null): Promise<Finding[]> {
  const dispatcher = guardedAgent({ allowed: hostsOfInstance(config) });
  const narrowDispatcher = guardedAgent({ allowed: hostsOfPeople(config) });
  const own = ownIn(config, database);
  const parts = { config, own, demo: demoBrain(), dispatcher, narrowDispatcher };
  try {
    const brains = createBrains({ ...parts, logger: silentLogger, clock: Date.now });
    const connections = await settled(() => brains.connections(localOwner.userId));
    brains.close();
    return findingsOf(connections.filter(({ kind }) => kind !== 'demo'));
  } catch (error) {
    if (!(error instanceof ChimeraError)) throw error;
    return [problem(error.message, 'Mend CHIMERA_BRAIN, or set up what it names.')];
  } finally {
    await Promise.all([dispatcher.destroy(), narrowDispatcher.destroy()]);
  }
}

function findingsOf(connections: readonly Connection[]): Finding[] {
  if (connections.length === 0) {
    return [
      note('None is set up: the demo brain speaks. Keys can be given under Providers or in the environment.'),
    ];
  }
  return connections.map(({ label, status, detail, latencyMs }) =>
    status === 'ready'
      ? ok(`${label}: ${detail}${latencyMs === undefined ? '' : ` (${latencyMs} ms)`}`)
      : problem(`${label}: ${detail}`, 'Check its key, its base URL and the network; or leave it out.'),
  );
}

/** As they are when all have answered or time is up. */
async function settled(look: () => Promise<Connection[]>): Promise<Connection[]> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const connections = await look();
    if (!connections.some(({ status }) => status === 'untried') || performance.now() > until)
      return connections;
    await sleep(LOOK_EVERY_MS);
  }
}

function ownIn(config: Config, database: Database | null): OwnConnections {
  const keys = database && knownMasterKeys({ ...config, given: config.masterKeys });
  return keys ? connectionsSealedBy(keys, database) : { list: async () => [], find: async () => null };
}
