import { addMasterKey, knownMasterKeys, masterKeyFile, type MasterKeys } from '../accounts/master-keys.ts';
import type { Config } from '../config.ts';
import { type Database, SERVER_SESSION } from '../db/open-database.ts';
import { connectedServers } from '../db/schema-state.ts';
import { lockDataDir } from '../lock-data-dir.ts';
import { type Command, note, print, readArguments, Refusal } from './command.ts';
import { configured, withDatabase } from './opened.ts';
import { connectionsSealedBy } from './sealed-keys.ts';

const ORDER = `To replace a key that you give as CHIMERA_MASTER_KEYS, in this order, while the servers run:
  1. Make one: chimera keys new
  2. Give all servers the new one BEHIND the old one (old,new) and start them again, one after the other.
     From now on each of them can open what the new one seals.
  3. Give all servers the new one FIRST (new,old) and start them again, one after the other. Each seals anew
     at its start; chimera keys rotate --while-running does it too, and says when the old one seals nothing.
  4. 15 minutes later, when no token is left that the old one signed, give the new one alone.`;

/** Seals anew what older master keys sealed. */
export const keysRotate: Command = {
  help: `
Usage: chimera keys rotate [--while-running]

Where the key lies in the data directory (master.key), a new one is made and put before the present one, and
all that is sealed is sealed with it. The server must not run. The present key stays behind the new one, for
tokens that it signed; the next rotation removes it. Backups that were made before need it: keep a copy with them.

${ORDER}

Options:
  --while-running  All servers that run know the first key of CHIMERA_MASTER_KEYS (see 2): seal anew now.`,

  async run(args) {
    const { values } = readArguments(args, {
      options: { 'while-running': { type: 'boolean', default: false } },
      words: [0, 0],
    });
    const config = configured();
    const keys = knownMasterKeys({ ...config, given: config.masterKeys });
    if (!keys) throw new Refusal(`There is no master key in ${config.dataDir} yet: nothing was sealed.`);
    if (config.masterKeys === null) return rotateFile(config, keys);
    return sealWithGiven(config, keys, values['while-running']);
  },
};

async function rotateFile(config: Config, keys: MasterKeys): Promise<number> {
  const lock = lockDataDir(config.dataDir);
  try {
    return await withDatabase(config, 'current', async (database) => {
      await requireNoServers(
        database,
        'They have the present key in memory and could not read what the new one seals.',
      );
      // With keys that do not fit nothing is changed, not even the file.
      await connectionsSealedBy(keys, database).checkKeys();
      const both = addMasterKey(config.dataDir, keys);
      await sealAnew(database, both);
      print(`${masterKeyFile(config.dataDir)} has the new key first and the one before behind it.`);
      note(
        'Back that file up, apart from the database. Backups made until now need the key before: keep it with them.',
      );
      return 0;
    });
  } finally {
    lock.release();
  }
}

async function sealWithGiven(config: Config, keys: MasterKeys, isKnownToServers: boolean): Promise<number> {
  if (keys.length === 1) {
    throw new Refusal(`CHIMERA_MASTER_KEYS has one key, so there is nothing to seal anew.\n\n${ORDER}`);
  }
  const lock = config.databaseUrl === null && !isKnownToServers ? lockDataDir(config.dataDir) : null;
  try {
    return await withDatabase(config, 'current', async (database) => {
      if (!isKnownToServers) {
        await requireNoServers(
          database,
          `Those that do not know the first key could not read what it seals.\n\n${ORDER}`,
        );
      }
      await sealAnew(database, keys);
      const [, ...others] = keys;
      const names = others.map(({ id }) => `“${id}”`).join(', ');
      print(
        `Nothing is sealed with ${names} any more. 15 minutes after all servers have the new key first, what stands behind it may go.`,
      );
      note('Backups made until now need the keys of before: keep them with those.');
      return 0;
    });
  } finally {
    lock?.release();
  }
}

async function requireNoServers(database: Database, why: string): Promise<void> {
  const servers = await connectedServers(database, SERVER_SESSION);
  if (servers.length === 0) return;
  throw new Refusal(
    `Servers are connected to this database, from ${servers.join(', ')}. ${why}\nNothing was changed. Stop them first.`,
  );
}

async function sealAnew(database: Database, keys: MasterKeys): Promise<void> {
  const { sealed, sealedAnew, broken } = await connectionsSealedBy(keys, database).checkKeys();
  print(`${sealed} provider keys, ${sealedAnew} of them sealed anew with “${keys[0].id}”.`);
  if (broken > 0) {
    note(`${broken} do not open, as their rows were changed by another hand: they have to be given again.`);
  }
}
