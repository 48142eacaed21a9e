import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { opensCheck } from '../accounts/connections.ts';
import { createKeyring, type Keyring } from '../accounts/keyring.ts';
import { knownMasterKeys } from '../accounts/master-keys.ts';
import { type BackupContents, checkBackup } from '../backups/read-backup.ts';
import { restoreBackup } from '../backups/restore-backup.ts';
import type { Config } from '../config.ts';
import { verifyLog } from '../conversations/verify-store.ts';
import { SERVER_SESSION } from '../db/open-database.ts';
import { connectedServers } from '../db/schema-state.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { lockDataDir } from '../lock-data-dir.ts';
import { type Command, note, print, readArguments, Refusal } from './command.ts';
import { configured, nameOf, withConnection } from './opened.ts';

/** Brings a backup back. */
export const restore: Command = {
  help: `
Usage: chimera restore [--forget-keys] FILE

Brings a backup back into an empty instance: a new data directory, or a new PostgreSQL database. It may be of
the other kind of database. No server may run on it. All comes back or nothing; a file that was cut off or
changed is refused before anything is written.

Every conversation gets a new gen, so that browsers load it afresh. Records are written anew when the server
starts. Everybody signs in again; invites and reset links do not come back. What played goes on playing.

Put the master keys that the instance had (master.key, or CHIMERA_MASTER_KEYS) in place before: without them
its provider keys cannot be opened, and the backup is refused.

Options:
  --forget-keys  The master keys are lost: bring connections back without their keys.`,

  async run(args) {
    const { values, positionals } = readArguments(args, {
      options: { 'forget-keys': { type: 'boolean', default: false } },
      words: [1, 1],
    });
    const [file = ''] = positionals;
    const path = resolve(file);
    const config = configured();
    const contents = await checked(path, config, values['forget-keys']);
    // Whatever the database is, the keys of this directory are used for it: nobody else may be there.
    const lock = lockDataDir(config.dataDir);
    try {
      return await bringBack(path, contents, { config, forgetsKeys: values['forget-keys'] });
    } finally {
      lock.release();
    }
  },
};

/** Reads all of it before anything is written, and looks whether what is sealed in it can be opened here. */
async function checked(path: string, config: Config, forgetsKeys: boolean): Promise<BackupContents> {
  const keys = knownMasterKeys({ ...config, given: config.masterKeys });
  const keyring = keys && createKeyring(keys);
  let sealed = 0;
  let isFit = true;
  const contents = await checkBackup(path, (table, row) => {
    const text = table === 'connection' ? row['sealed_key'] : null;
    if (typeof text === 'string') sealed += 1;
    if (typeof text === 'string' && !keyring?.knows(text)) isFit = false;
    if (table === 'seal_check' && !opensSeal(keyring, row['sealed'])) isFit = false;
  });
  if (isFit || sealed === 0 || forgetsKeys) return contents;
  throw new Refusal(
    `This backup has ${sealed} sealed provider keys, and the master keys ${keys ? 'here do not open them' : 'are not here'}. Put back the master.key of its data directory, or give those in CHIMERA_MASTER_KEYS. If they are lost, --forget-keys brings the connections back without their keys. Nothing was changed.`,
  );
}

function opensSeal(keyring: Keyring | null, sealed: unknown): boolean {
  return keyring !== null && typeof sealed === 'string' && opensCheck(keyring, sealed);
}

async function bringBack(
  path: string,
  contents: BackupContents,
  { config, forgetsKeys }: { readonly config: Config; readonly forgetsKeys: boolean },
): Promise<number> {
  return withConnection(config, async (database) => {
    const servers = await connectedServers(database, SERVER_SESSION);
    if (servers.length > 0) {
      throw new Refusal(
        `Servers are connected to this database, from ${servers.join(', ')}. Stop them first. Nothing was changed.`,
      );
    }
    const jobs = createJobStore(database);
    const isRecorded = config.records !== 'off';
    await restoreBackup(path, contents, { database, jobs, isRecorded, newGen: randomUUID, forgetsKeys });
    const { conversations, events, problems } = await verifyLog(database);
    for (const { conversationId, problem } of problems) print(`${conversationId}: ${problem}`);
    print(`${conversations} conversations, ${events} events, ${problems.length} problems`);
    note(`${nameOf(config)} has the backup of ${contents.header.madeAt}.`);
    return problems.length === 0 ? 0 : 1;
  });
}
