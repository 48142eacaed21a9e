import {
  sentPromptSchema,
  type SentPrompt,
  type SentTry,
  sentTrySchema,
} from '@chimera/protocol/sent-prompt';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { inAnyOrder } from '../db/in-any-order.ts';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import type { ConversationRef } from './conversation-ref.ts';
import type { Companion } from './conversation-store.ts';
import {
  coded,
  type CodedPart,
  codesIn,
  codesOf,
  hashIn,
  hashOf,
  type KeptPart,
  type KeptText,
  pagesOf,
  partOf,
  textsOf,
} from './prompt-pages.ts';

export type KeptTry = Omit<SentTry, 'parts' | 'tokens'> & { readonly parts: readonly KeptPart[] };
export type KeptPrompt = Omit<SentPrompt, 'tries'> & { readonly tries: readonly KeptTry[] };

/** Keeps what was sent to brains: each text once for a conversation, each prompt as a list of their hashes. */
export interface PromptStore {
  /** Writes a prompt in the transaction of the events that end its attempt. */
  along(ref: ConversationRef, prompt: KeptPrompt): Companion;
  /** Writes a prompt whose attempt was ended by somebody else; does nothing when the conversation is gone. */
  keep(ref: ConversationRef, prompt: KeptPrompt): Promise<void>;
  /** All attempts at a turn, in order; empty when none was kept. */
  ofTurn(ref: ConversationRef, turnId: string): Promise<KeptPrompt[]>;
}

/** How much of a seat's prompt is stored already: its first parts, and a hash over them. */
interface Stored {
  readonly count: number;
  readonly hash: string;
}

/** Seats whose last prompt is remembered; of others all texts are offered to the database again. */
const SEATS_REMEMBERED = 10_000;

export function createPromptStore(database: Database): PromptStore {
  const { db, kind } = database;
  const storedOf = new LRUCache<string, Stored>({ max: SEATS_REMEMBERED });

  function along(ref: ConversationRef, prompt: KeptPrompt): Companion {
    const seat = `${ref.id} ${prompt.seatId}`;
    const { texts, document, stored } = entryOf(prompt, storedOf.get(seat) ?? null);
    return {
      async write(transaction) {
        await inAnyOrder(kind, [
          async () => {
            if (texts.length > 0) await insertTexts[kind](ref, JSON.stringify(texts)).execute(transaction);
          },
          () => insertPrompt(transaction, ref, prompt, document),
        ]);
      },
      // Only now: what a transaction took back is not stored.
      committed: () => storedOf.set(seat, stored),
    };
  }

  return {
    along,

    async keep(ref, prompt) {
      const companion = along(ref, prompt);
      const isKept = await db.transaction().execute(async (transaction) => {
        if (!(await isThere(transaction, kind, ref))) return false;
        await companion.write(transaction);
        return true;
      });
      if (isKept) companion.committed();
    },

    async ofTurn(ref, turnId) {
      const rows = await db
        .selectFrom('prompt')
        .select(['attempt', 'document'])
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId)
        .where('turn_id', '=', turnId)
        .orderBy('attempt')
        .execute();
      return Promise.all(
        rows.map(async ({ attempt, document }) => {
          const { tries, ...facts } = documentSchema.parse(JSON.parse(document));
          const read = await readTries(database, ref, tries);
          return { ...facts, turnId, attempt, tries: read };
        }),
      );
    },
  };
}

const keptTrySchema = sentTrySchema
  .omit({ parts: true, tokens: true })
  .extend({ pages: z.array(z.string()), rest: z.string() });
const documentSchema = sentPromptSchema
  .omit({ turnId: true, attempt: true, tries: true })
  .extend({ tries: z.array(keptTrySchema) });
type PagedTry = z.infer<typeof keptTrySchema>;

/** What is to be written of a prompt when so much of the seat's prompt before is stored. */
function entryOf({ seatId, at, tries }: KeptPrompt, before: Stored | null) {
  const texts = new Map<string, string>();
  let stored = before;
  const paged = tries.map(({ parts: sent, ...facts }): PagedTry => {
    const parts = sent.map(coded);
    const from = stored && isPrefix(stored, parts) ? stored.count : 0;
    for (const [hash, text] of textsOf(parts, from)) texts.set(hash, text);
    stored = prefixOf(parts, sent.at(-1)?.kind === 'tail' ? parts.length - 1 : parts.length);
    const { pages, rest } = pagesOf(parts);
    return { ...facts, pages: [...pages], rest };
  });
  const rows = [...texts].map(([hash, text]): KeptText => [hash, JSON.stringify(text)]);
  const document = { seatId, at, tries: paged } satisfies z.infer<typeof documentSchema>;
  return { texts: rows, document: JSON.stringify(document), stored: stored ?? prefixOf([], 0) };
}

function prefixOf(parts: readonly CodedPart[], count: number): Stored {
  return { count, hash: hashOf(codesOf(parts.slice(0, count))) };
}

function isPrefix({ count, hash }: Stored, parts: readonly CodedPart[]): boolean {
  return count <= parts.length && prefixOf(parts, count).hash === hash;
}

/** All rows travel as one bound value, so that the statement is the same however many there are. */
const insertTexts = {
  sqlite: ({ id, ownerId }: ConversationRef, rows: string): RawBuilder<unknown> => sql`
    insert into prompt_part (conversation_id, owner_id, hash, text)
    select ${id}, ${ownerId}, value ->> 0, value ->> 1 from json_each(${rows}) where true
    on conflict (conversation_id, hash) do nothing`,
  postgres: ({ id, ownerId }: ConversationRef, rows: string): RawBuilder<unknown> => sql`
    insert into prompt_part (conversation_id, owner_id, hash, text)
    select ${id}, ${ownerId}, value ->> 0, value ->> 1 from json_array_elements(${rows}::json) as row(value)
    on conflict (conversation_id, hash) do nothing`,
};

async function insertPrompt(
  transaction: Transaction<Schema>,
  ref: ConversationRef,
  { turnId, attempt }: KeptPrompt,
  document: string,
): Promise<void> {
  await transaction
    .insertInto('prompt')
    .values({ conversation_id: ref.id, owner_id: ref.ownerId, turn_id: turnId, attempt, document })
    // What was kept of an attempt first is what was sent.
    .onConflict((conflict) => conflict.columns(['conversation_id', 'turn_id', 'attempt']).doNothing())
    .execute();
}

/** On PostgreSQL it stays there until the end of the transaction; SQLite has one writer. */
async function isThere(
  transaction: Transaction<Schema>,
  kind: Database['kind'],
  ref: ConversationRef,
): Promise<boolean> {
  const query = transaction
    .selectFrom('conversation')
    .select('id')
    .where('id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId);
  const row = await (kind === 'postgres' ? query.forKeyShare() : query).executeTakeFirst();
  return row !== undefined;
}

async function readTries(
  database: Database,
  ref: ConversationRef,
  tries: readonly PagedTry[],
): Promise<KeptTry[]> {
  const pages = await readTexts(
    database,
    ref,
    tries.flatMap((each) => each.pages),
  );
  const coded = tries.map(({ pages: hashes, rest, ...facts }) => ({
    facts,
    codes: codesIn({ pages: hashes, rest }, textIn(pages)),
  }));
  const texts = await readTexts(
    database,
    ref,
    coded.flatMap(({ codes }) => codes.map(hashIn)),
  );
  return coded.map(({ facts, codes }) => ({
    ...facts,
    parts: codes.map((code) => partOf(code, textIn(texts)(hashIn(code)))),
  }));
}

const hashesIn = {
  sqlite: (hashes: string) => sql<string>`(select value from json_each(${hashes}))`,
  postgres: (hashes: string) => sql<string>`(select json_array_elements_text(${hashes}::json))`,
};

async function readTexts(
  { db, kind }: Database,
  ref: ConversationRef,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await db
    .selectFrom('prompt_part')
    .select(['hash', 'text'])
    .where('conversation_id', '=', ref.id)
    .where('owner_id', '=', ref.ownerId)
    .where('hash', 'in', hashesIn[kind](JSON.stringify([...new Set(hashes)])))
    .execute();
  return new Map(rows.map(({ hash, text }) => [hash, z.string().parse(JSON.parse(text))]));
}

function textIn(texts: ReadonlyMap<string, string>): (hash: string) => string {
  return (hash) => {
    const text = texts.get(hash);
    if (text === undefined) throw new Error(`The part ${hash} of a prompt is missing.`);
    return text;
  };
}
