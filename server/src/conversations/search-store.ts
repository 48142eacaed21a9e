import { type Message, messageSchema } from '@chimera/protocol/message';
import type { SearchHit } from '@chimera/protocol/search';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError } from '../errors.ts';
import { ftsQuery, tsQuery, type Wanted } from './search-marks.ts';
import { phrasesOf } from './search-query.ts';
import { snippetOf } from './search-snippet.ts';
import { firstIdAt, spanOf } from './search-time.ts';
import { wordsIn } from './search-words.ts';

export interface SearchStore {
  /** Lines in which all of this stands, the newest first. Nothing is found when nothing was asked for. */
  search(ownerId: string, query: SearchQuery): Promise<{ items: SearchHit[]; nextCursor?: string }>;
  /** How many conversations one has, and how many of them are not searchable as a whole yet. */
  counts(ownerId: string): Promise<{ searched: number; unread: number }>;
}

export interface SearchQuery {
  readonly q?: string | undefined;
  readonly speaker?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const PAGE_LIMIT = 30;

/** A line that was found, and where the next page begins when it is the last of this one. */
interface Found {
  readonly conversation_id: string;
  readonly seq: number;
  readonly cursor: string;
}

/** What is looked for, and where in time; `limit` is one more than is shown. */
interface Look {
  readonly wanted: Wanted;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly cursor: string | undefined;
  readonly limit: number;
}

export function createSearchStore({ db, readers, kind }: Database): SearchStore {
  const find = kind === 'sqlite' ? findOnSqlite : findOnPostgres;
  return {
    async search(ownerId, query) {
      const { q = '', speaker = '', conversationId } = query;
      const phrases = phrasesOf(q);
      // Words that hold no letter are no wish for everything.
      const isNothing = phrases.length === 0 && (q.trim() !== '' || wordsIn(speaker).next().done);
      if (isNothing) return { items: [] };
      const limit = query.limit ?? PAGE_LIMIT;
      const wanted = { phrases, speaker, ownerId, conversationId };
      const found = await find(readers, { wanted, ...spanOf(query), cursor: query.cursor, limit: limit + 1 });
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: (await linesOf(readers, ownerId, shown)).map(({ title, message, conversationId: id }) => ({
          conversationId: id,
          title,
          messageId: message.id,
          seq: message.seq,
          author: message.author,
          ...(message.to && { to: message.to }),
          at: message.createdAt,
          snippet: snippetOf(message.text, phrases),
        })),
        ...(found.length > limit && last && { nextCursor: last.cursor }),
      };
    },

    async counts(ownerId) {
      const [searched, unread] = await Promise.all(
        (['conversation', 'search_backlog'] as const).map((table) =>
          db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll<number>().as('count'))
            .where('owner_id', '=', ownerId)
            .executeTakeFirstOrThrow(),
        ),
      );
      return { searched: searched?.count ?? 0, unread: unread?.count ?? 0 };
    },
  };
}

/** FTS5 goes through what fits in the order of ids, which is that of time, and stops when the page is full. */
async function findOnSqlite(db: Kysely<Schema>, look: Look): Promise<readonly Found[]> {
  const { wanted, fromMs, untilMs, cursor, limit } = look;
  const before = Math.min(firstIdAt(untilMs), cursor === undefined ? Number.MAX_SAFE_INTEGER : idIn(cursor));
  const { rows } = await sql<{ id: number; conversation_id: string; seq: number }>`
    select line.id, line.conversation_id, line.seq
    from message_words join search_line as line on line.id = message_words.rowid
    where message_words match ${ftsQuery(wanted)}
      and message_words.rowid >= ${firstIdAt(fromMs)} and message_words.rowid < ${before}
      and line.owner_id = ${wanted.ownerId}
    order by message_words.rowid desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, cursor: String(row.id) }));
}

/** As many of the newest lines are looked at one by one: words that are said often are found among them. */
const NEWEST_LINES = 3000;
/** Further back only where that will fill the page. */
const NEWEST_LINES_AT_MOST = 30_000;

/**
 * Two ways, because no plan of PostgreSQL is quick for both: a word that stands in every tenth line is met at once when
 * one goes back in time; of a rare one the index knows all lines.
 */
async function findOnPostgres(db: Kysely<Schema>, look: Look): Promise<readonly Found[]> {
  const { limit } = look;
  const first = await walkBack(db, look, NEWEST_LINES);
  if (isDone(first, limit, NEWEST_LINES)) return first.found;
  // How far back the page reaches, if it goes on as it began, and some more.
  const needed = Math.ceil((1.5 * NEWEST_LINES * limit) / first.found.length);
  if (needed <= NEWEST_LINES_AT_MOST) {
    const further = await walkBack(db, look, needed);
    if (isDone(further, limit, needed)) return further.found;
  }
  const { rows } = await sql<Line>`
    with found as materialized (
      select conversation_id, seq, at, owner_id from search_line where words @@ ${tsQuery(look.wanted)}::tsquery
    )
    select conversation_id, seq, at from found where ${inSpan(look)} ${newestFirst} limit ${limit}`.execute(
    db,
  );
  return rows.map(foundOf);
}

type Line = { conversation_id: string; seq: number; at: number };
const newestFirst = sql`order by at desc, conversation_id desc, seq desc`;

/** Of so many of the newest lines, those that fit; and how many lines there were. */
async function walkBack(db: Kysely<Schema>, look: Look, lines: number) {
  const { rows } = await sql<{ [K in keyof Line]: Line[K] | null } & { walked: number }>`
    with newest as materialized (
      select conversation_id, seq, at, words from search_line
      where ${inSpan(look)} ${newestFirst} limit ${lines}
    )
    select walk.walked, met.* from (select count(*) as walked from newest) as walk left join (
      select conversation_id, seq, at from newest where words @@ ${tsQuery(look.wanted)}::tsquery
      ${newestFirst} limit ${look.limit}
    ) as met on true ${newestFirst}`.execute(db);
  // One row that only counts where nothing fits.
  const found = rows.flatMap(({ conversation_id, seq, at }) =>
    conversation_id === null || seq === null || at === null ? [] : [foundOf({ conversation_id, seq, at })],
  );
  return { found, walked: rows[0]?.walked ?? 0 };
}

/** The page is full, or nothing lies further back. */
function isDone(
  { found, walked }: { readonly found: readonly Found[]; readonly walked: number },
  limit: number,
  lines: number,
): boolean {
  return found.length === limit || walked < lines;
}

function inSpan({ wanted, fromMs, untilMs, cursor }: Look) {
  const before = cursor === undefined ? null : placeIn(cursor);
  return sql`owner_id = ${wanted.ownerId} and at >= ${fromMs} and at < ${untilMs}
    ${before === null ? sql`` : sql`and (at, conversation_id, seq) < (${before.at}, ${before.id}, ${before.seq})`}`;
}

function foundOf(line: Line): Found {
  return { ...line, cursor: `${line.at}~${line.seq}~${line.conversation_id}` };
}

/** Finds the lines themselves; one that was deleted meanwhile is left out. */
async function linesOf(db: Kysely<Schema>, ownerId: string, found: readonly Found[]) {
  if (found.length === 0) return [];
  const places = found.map((line) => sql`(${line.conversation_id}, cast(${line.seq} as bigint))`);
  // A cross join, because SQLite keeps its order: it would go through all conversations of the owner first.
  const { rows } = await sql<{ conversation_id: string; seq: number; body: string; title: string }>`
    with place (conversation_id, seq) as (values ${sql.join(places)})
    select message.conversation_id, message.seq, message.body, conversation.title
    from place cross join message cross join conversation
    where message.conversation_id = place.conversation_id and message.seq = place.seq
      and message.owner_id = ${ownerId}
      and conversation.id = place.conversation_id and conversation.owner_id = ${ownerId}`.execute(db);
  const known = new Map(rows.map((row) => [`${row.conversation_id} ${row.seq}`, row]));
  return found.flatMap((line) => {
    const row = known.get(`${line.conversation_id} ${line.seq}`);
    if (row === undefined) return [];
    const message: Message = messageSchema.parse(JSON.parse(row.body));
    return [{ conversationId: row.conversation_id, title: row.title, message }];
  });
}

function idIn(cursor: string): number {
  const id = Number(/^\d{1,16}$/.exec(cursor)?.[0]);
  if (!Number.isSafeInteger(id)) throw unknownCursor();
  return id;
}

function placeIn(cursor: string) {
  const [, at, seq, id] = /^(\d{1,15})~(\d{1,9})~(.+)$/s.exec(cursor) ?? [];
  if (id === undefined) throw unknownCursor();
  return { at: Number(at), seq: Number(seq), id };
}

function unknownCursor(): ChimeraError {
  return new ChimeraError(
    'invalid-request',
    'This cursor is not one that a search gave. Leave it out to begin at the first page.',
  );
}
