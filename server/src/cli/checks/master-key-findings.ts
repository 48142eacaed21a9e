import { statSync } from 'node:fs';
import { opensCheck } from '../../accounts/connections.ts';
import { createConnectionOverview } from '../../accounts/connection-overview-store.ts';
import { createConnectionStore } from '../../accounts/connection-store.ts';
import { createKeyring } from '../../accounts/keyring.ts';
import { knownMasterKeys, masterKeyFile, type MasterKeys } from '../../accounts/master-keys.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/open-database.ts';
import { ChimeraError } from '../../errors.ts';
import { connectionsSealedBy } from '../sealed-keys.ts';
import { type Finding, findingsAbout } from './finding.ts';

type KeysConfig = Pick<Config, 'masterKeys' | 'dataDir' | 'databaseUrl'>;

const { ok, note, warning, problem } = findingsAbout('master keys');
const PUT_BACK =
  'Put back the master.key of this data directory, or give the keys in CHIMERA_MASTER_KEYS. If they are lost, restore a backup with --forget-keys.';

/** Whether master keys are there and open what is sealed. Null: there is no database to look into. */
export async function masterKeyFindings(config: KeysConfig, database: Database | null): Promise<Finding[]> {
  let keys: MasterKeys | null;
  try {
    keys = knownMasterKeys({ ...config, given: config.masterKeys });
  } catch (error) {
    if (!(error instanceof ChimeraError)) throw error;
    return [problem(error.message, 'Give well-formed keys; chimera keys new prints one.')];
  }
  const stored = database && (await sealedIn(database));
  if (!keys) {
    if (!stored || stored.count === 0) return [note('There are none yet; the first start makes one.')];
    return [problem(`${stored.count} provider keys are sealed, and no master key is here.`, PUT_BACK)];
  }
  return [...placeFindings(config), ...(database && stored ? await fitFindings(keys, database, stored) : [])];
}

function placeFindings({ masterKeys, dataDir, databaseUrl }: KeysConfig): Finding[] {
  if (masterKeys !== null) return [];
  const file = masterKeyFile(dataDir);
  return [
    ...((statSync(file).mode & 0o077) === 0
      ? []
      : [warning(`${file} can be read by other users of this machine.`, `chmod 600 ${file}`)]),
    ...(databaseUrl === null
      ? []
      : [
          warning(
            'This node uses a key of its own, while others may use the same database.',
            'Give all nodes the same CHIMERA_MASTER_KEYS.',
          ),
        ]),
  ];
}

async function sealedIn(database: Database) {
  const sealed = await createConnectionStore(database).sealed();
  return { sealed, count: sealed.length, check: await createConnectionOverview(database).sealCheck() };
}

async function fitFindings(
  keys: MasterKeys,
  database: Database,
  { sealed, count, check }: Awaited<ReturnType<typeof sealedIn>>,
): Promise<Finding[]> {
  const keyring = createKeyring(keys);
  const isFit = check === null || opensCheck(keyring, check);
  const isKnown = sealed.every(({ sealedKey }) => sealedKey === null || keyring.knows(sealedKey));
  if (count > 0 && !(isFit && isKnown)) {
    return [
      problem(
        `They do not fit: ${count} provider keys were sealed with others. The server does not start.`,
        PUT_BACK,
      ),
    ];
  }
  const connections = connectionsSealedBy(keys, database);
  const opened = await Promise.all(sealed.map(({ id, ownerId }) => connections.find({ id, ownerId })));
  const broken = opened.filter((connection) => connection?.isSealBroken);
  const old = sealed.filter(({ sealedKey }) => sealedKey !== null && keyring.isOld(sealedKey));
  return [
    ok(`They open what is sealed (${count} provider keys).`),
    ...broken.map((connection) =>
      warning(
        `The key of the connection “${connection?.label}” does not open: its row was changed by another hand.`,
        'Give that key again under Providers.',
      ),
    ),
    ...(old.length > 0
      ? [note(`${old.length} are sealed with an older key; the next start seals them anew.`)]
      : []),
  ];
}
