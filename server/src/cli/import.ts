import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type ConversationFile, conversationFileSchema } from '@chimera/protocol/conversation-api';
import { localRules } from '../accounts/owner-rules-store.ts';
import { ChimeraError } from '../errors.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { openStores } from '../open-stores.ts';
import { readFile as readConversation } from '../records/read-file.ts';
import { type Command, note, print, readArguments, Refusal, usage } from './command.ts';
import { configured, withDatabase } from './opened.ts';
import { ownerNamed } from './owner.ts';

/** A file is in memory as a whole. */
const FILE_BYTES = 256 * 1024 * 1024;

/** Brings conversations in. */
export const importFile: Command = {
  help: `
Usage: chimera import [--owner NAME] FILE...

Brings in conversations that were exported as json. Each becomes a new one with a new id, which waits to be
played; the id is printed. The server may run. A file that Chimera could not have written is refused, with
the place that is wrong; those before it are in.

Options:
  --owner NAME  With accounts: whose they are.`,

  async run(args) {
    const { values, positionals } = readArguments(args, {
      options: { owner: { type: 'string' } },
      words: [1, Number.POSITIVE_INFINITY],
    });
    const config = configured();
    return withDatabase(config, 'current', async (database) => {
      const ownerId = await ownerNamed(config, database, values.owner);
      if (ownerId === null) throw usage('Say whose they are: --owner NAME.');
      const jobs = createJobStore(database);
      const now = () => new Date();
      // What is brought in does not play, so no rule of playing is asked.
      const { conversations } = openStores(database, { ...config, jobs, rules: localRules(null), now });
      for (const file of positionals) {
        const events = await named(file, async () =>
          readConversation(await contentOf(file), { userId: ownerId, newId: randomUUID }),
        );
        const { ref, conversation } = await conversations.create(
          { ownerId, id: randomUUID() },
          randomUUID(),
          events,
        );
        print(ref.id);
        note(`${file}: “${conversation.title}”, ${conversation.head} events`);
      }
      return 0;
    });
  },
};

async function contentOf(file: string): Promise<ConversationFile> {
  const { size } = await stat(file);
  if (size > FILE_BYTES) throw new Refusal(`It has more than ${FILE_BYTES / 1024 / 1024} MiB.`);
  const { success, data, error } = conversationFileSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (success) return data;
  const [issue] = error.issues;
  throw new Refusal(`It is no conversation file: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Says which of several files it is. */
async function named<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const isOurs = cause instanceof Refusal || cause instanceof ChimeraError;
    const isOfFile = cause instanceof SyntaxError || (cause instanceof Error && 'code' in cause);
    if (!isOurs && !isOfFile) throw cause;
    throw new Refusal(`${file}: ${cause.message}`, { cause });
  }
}
