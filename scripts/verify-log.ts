import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { conversationSchema } from '@chimera/protocol/conversation';
import { eventSchema } from '@chimera/protocol/event';
import { messageSchema } from '@chimera/protocol/message';
import { readConfig } from '../server/src/config.ts';
import { type Database, openDatabase } from '../server/src/db/open-database.ts';
import { logFaults, type StoredConversation } from './log-faults.ts';

export interface LogReport {
  readonly conversations: number;
  readonly events: number;
  readonly faults: readonly { readonly conversationId: string; readonly fault: string }[];
}

/** Replays every log of a database and compares it with what is stored beside it. The server may go on meanwhile. */
export async function verifyLogs(database: Database): Promise<LogReport> {
  const rows = await database.db.selectFrom('conversation').select('id').orderBy('id').execute();
  const faults: { conversationId: string; fault: string }[] = [];
  let events = 0;
  for (const { id } of rows) {
    const stored = await readStored(database, id);
    events += stored?.events.length ?? 0;
    if (stored) for (const fault of logFaults(stored)) faults.push({ conversationId: id, fault });
  }
  return { conversations: rows.length, events, faults };
}

/** One moment of a conversation; null when it was deleted meanwhile. */
async function readStored({ db, kind }: Database, id: string): Promise<StoredConversation | null> {
  // On SQLite a transaction sees one moment by itself.
  const transaction =
    kind === 'postgres' ? db.transaction().setIsolationLevel('repeatable read') : db.transaction();
  return await transaction.execute(async (moment) => {
    const row = await moment.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    const events = await moment
      .selectFrom('event')
      .select(['seq', 'epoch', 'body'])
      .where('conversation_id', '=', id)
      .orderBy('seq')
      .execute();
    const messages = await moment
      .selectFrom('message')
      .select('body')
      .where('conversation_id', '=', id)
      .execute();
    return {
      id,
      gen: row.gen,
      head: row.head,
      document: conversationSchema.parse(JSON.parse(row.document)),
      events: events.map(({ seq, epoch, body }) => ({
        seq,
        epoch,
        event: eventSchema.parse(JSON.parse(body)),
      })),
      messages: messages.map(({ body }) => messageSchema.parse(JSON.parse(body))),
    };
  });
}

if (process.argv[1] === import.meta.filename) {
  const { databaseUrl, dataDir } = readConfig();
  if (databaseUrl === null && !existsSync(join(dataDir, 'chimera.sqlite'))) {
    console.error(`There is no database in ${dataDir}. Set CHIMERA_DATA_DIR or DATABASE_URL.`);
    process.exit(1);
  }
  const database = await openDatabase({ url: databaseUrl, dataDir });
  const { conversations, events, faults } = await verifyLogs(database);
  await database.close();
  for (const { conversationId, fault } of faults) console.log(`${conversationId}: ${fault}`);
  console.log(`${conversations} conversations, ${events} events, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
