import { readConfig } from './config.ts';
import { verifyLog } from './conversations/verify-store.ts';
import { openDatabase } from './db/open-database.ts';

/** Command: checks every log of a data directory (the argument, or CHIMERA_DATA_DIR) or of DATABASE_URL. Exit 1 when one is broken. */
const config = readConfig();
const [dataDir = config.dataDir] = process.argv.slice(2);
const database = await openDatabase({ url: config.databaseUrl, dataDir });
const { conversations, events, problems } = await verifyLog(database);
await database.close();
for (const { conversationId, problem } of problems) process.stdout.write(`${conversationId}: ${problem}\n`);
process.stdout.write(`${conversations} conversations, ${events} events, ${problems.length} problems\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
