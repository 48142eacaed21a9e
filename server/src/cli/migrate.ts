import { migrate, SERVER_SESSION } from '../db/open-database.ts';
import { connectedServers, schemaState } from '../db/schema-state.ts';
import { lockDataDir } from '../lock-data-dir.ts';
import { type Command, note, print, readArguments, Refusal } from './command.ts';
import { configured, withConnection } from './opened.ts';

/** Brings the tables up to date. A server does the same when it starts. */
export const migrateTables: Command = {
  help: `
Usage: chimera migrate

The server does the same at its start; this is for whoever wants it done before. Make a backup first.
With SQLite the server must not run. With PostgreSQL it may: only one at a time changes tables, the
others wait.`,

  async run(args) {
    readArguments(args, { options: {}, words: [0, 0] });
    const config = configured();
    // A server on SQLite has its tables at hand; they must not change under it.
    const lock = config.databaseUrl === null ? lockDataDir(config.dataDir) : null;
    try {
      return await withConnection(config, async (database) => {
        const before = await schemaState(database);
        if (before.kind === 'newer') {
          throw new Refusal(`The tables are those of a newer Chimera (${before.version}). Use that version.`);
        }
        const servers = await connectedServers(database, SERVER_SESSION);
        if (servers.length > 0) {
          note(
            `Servers are connected, from ${servers.join(', ')}. Start those of an older version again soon.`,
          );
        }
        const done = await migrate(database);
        for (const name of done) print(name);
        print(done.length === 0 ? 'The tables are up to date.' : `${done.length} migrations were run.`);
        return 0;
      });
    } finally {
      lock?.release();
    }
  },
};
