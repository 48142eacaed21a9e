import { resolve } from 'node:path';
import { verifyLog } from '../conversations/verify-store.ts';
import { type Command, print, readArguments } from './command.ts';
import { configured, withDatabase } from './opened.ts';

/** Checks every log of a database. */
export const checkLogs: Command = {
  help: `
Usage: chimera verify-log [DIRECTORY]

Replays the log of every conversation and compares the result with what is stored beside it. The server
may run. DIRECTORY is another data directory than CHIMERA_DATA_DIR. Prints each problem, then one line;
exit code 1 when there was any.`,

  async run(args) {
    const { positionals } = readArguments(args, { options: {}, words: [0, 1] });
    const config = configured();
    const [directory = config.dataDir] = positionals;
    return withDatabase({ ...config, dataDir: resolve(directory) }, 'current', async (database) => {
      const { conversations, events, problems } = await verifyLog(database);
      for (const { conversationId, problem } of problems) print(`${conversationId}: ${problem}`);
      print(`${conversations} conversations, ${events} events, ${problems.length} problems`);
      return problems.length === 0 ? 0 : 1;
    });
  },
};
