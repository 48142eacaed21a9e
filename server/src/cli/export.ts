import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ExportFormat, exportFormatSchema } from '@chimera/protocol/conversation-api';
import { createAccountStore } from '../accounts/account-store.ts';
import {
  type AllConversationsStore,
  createAllConversationsStore,
} from '../conversations/all-conversations-store.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createTranscriptStore } from '../conversations/transcript-store.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/open-database.ts';
import { pagedLog } from '../records/event-log.ts';
import { exportConversation } from '../records/export.ts';
import { idForFile } from '../records/file-name.ts';
import { type Command, note, readArguments, Refusal, usage } from './command.ts';
import { configured, withDatabase } from './opened.ts';
import { ownerNamed } from './owner.ts';

/** Writes conversations as files. */
export const exportFiles: Command = {
  help: `
Usage: chimera export [--format FORMAT] CONVERSATION
       chimera export [--format FORMAT] [--owner NAME] --all DIRECTORY

Writes a conversation, named by its id, to standard output; or all of them to files in DIRECTORY, with accounts
in a folder for each owner. The server may run. Files in json can be brought in again with chimera import.

Options:
  --format FORMAT  json (when it is not said), jsonl, markdown, html or text.
  --owner NAME     With --all: only the conversations of this account.`,

  async run(args) {
    const { values, positionals } = readArguments(args, {
      options: {
        all: { type: 'boolean', default: false },
        format: { type: 'string', default: 'json' },
        owner: { type: 'string' },
      },
      words: [1, 1],
    });
    const [word = ''] = positionals;
    const { success, data: format } = exportFormatSchema.safeParse(values.format);
    if (!success) throw usage(`There is no format “${values.format}”.`);
    if (values.owner !== undefined && !values.all) throw usage('--owner goes with --all.');
    const config = configured();
    return withDatabase(config, 'current', async (database) => {
      const store = createAllConversationsStore(database);
      if (values.all) {
        const ownerId = await ownerNamed(config, database, values.owner);
        return exportAll(resolve(word), store.all(ownerId), { database, config, format });
      }
      const ref = await store.find(word);
      if (!ref) throw new Refusal(`There is no conversation with the id “${word}”.`);
      await (await exported(database, ref, format)).writeTo(process.stdout);
      return 0;
    });
  },
};

async function exportAll(
  directory: string,
  refs: ReturnType<AllConversationsStore['all']>,
  { database, config, format }: Parts,
): Promise<number> {
  const accounts = createAccountStore(database);
  let count = 0;
  for await (const ref of refs) {
    const owner = config.auth === 'local' ? null : await accounts.find(ref.ownerId);
    // What belongs to somebody who is being removed has no name any more.
    const folder = config.auth === 'local' ? directory : join(directory, owner?.username ?? ref.ownerId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { fileName, writeTo } = await exported(database, ref, format);
    const path = join(folder, fileName.replace(/(\.\w+)$/, `-${idForFile(ref.id)}$1`));
    await writeTo(createWriteStream(path, { mode: 0o600 }));
    count += 1;
  }
  note(`${count} conversations were written to ${directory}.`);
  return 0;
}

interface Parts {
  readonly database: Database;
  readonly config: Config;
  readonly format: ExportFormat;
}

async function exported(database: Database, ref: ConversationRef, format: ExportFormat) {
  // Nothing is written, so nothing follows.
  const conversation = await createConversationStore(database, async () => undefined).get(ref);
  const transcripts = createTranscriptStore(database);
  const events = pagedLog((after, limit) => transcripts.events(ref, after, limit), conversation.head);
  const { fileName, body } = exportConversation(format, { conversation, events });
  return { fileName, writeTo: (to: Writable) => pipeline(Readable.from(body), to) };
}
