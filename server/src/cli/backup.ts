import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeBackup, writeBackupFile } from '../backups/write-backup.ts';
import { type Command, note, print, readArguments, Refusal } from './command.ts';
import { configured, withDatabase } from './opened.ts';

/** Writes everything that has to be kept to one file. */
export const backup: Command = {
  help: `
Usage: chimera backup FILE

Writes all that the database keeps, as it is at one moment, to a compressed file that only its owner can
read. The server may run. The file fits SQLite and PostgreSQL alike. It is read again before it gets its
name. FILE may be - for standard output.

Keys of providers are in it, but sealed. The master keys are not: keep master.key (or what you give as
CHIMERA_MASTER_KEYS) somewhere else. Words are in it as they were said: keep it where only you can read it.`,

  async run(args) {
    const { positionals } = readArguments(args, { options: {}, words: [1, 1] });
    const [file = ''] = positionals;
    return withDatabase(configured(), 'any', async (database) => {
      if (file === '-') {
        await writeBackup(database, process.stdout, new Date());
        return 0;
      }
      const path = resolve(file);
      if (existsSync(path)) throw new Refusal(`${path} is there already. Give another name.`);
      const { tables } = await writeBackupFile(database, path, new Date());
      const count = (table: string) => tables.get(table)?.rows ?? 0;
      print(path);
      note(
        `${count('conversation')} conversations with ${count('event')} events, ${count('persona')} personas, ${count('account')} accounts`,
      );
      return 0;
    });
  },
};
