import type { ConversationSummary } from '@chimera/protocol/conversation';
import { type Message, messageSchema } from '@chimera/protocol/message';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError } from '../errors.ts';
import { parseDocument } from './conversation-store.ts';

export interface ConversationListStore {
  /** The last touched first. `q` looks in titles and topics. */
  list(ownerId: string, query: ListQuery): Promise<{ items: ConversationSummary[]; nextCursor?: string }>;
}

export interface ListQuery {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  /** Only those in which this persona has played. */
  readonly personaId?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const PAGE_LIMIT = 50;
const LAST_LINE_LENGTH = 240;

export function createConversationListStore({ db }: Database): ConversationListStore {
  return {
    async list(ownerId, query) {
      const limit = query.limit ?? PAGE_LIMIT;
      const rows = await page(db, ownerId, query, limit + 1);
      const shown = rows.slice(0, limit);
      const lines = await lastLines(
        db,
        ownerId,
        shown.map(({ id }) => id),
      );
      const items = shown.map((row) => {
        const line = lines.get(row.id);
        return { ...parseDocument(row.document), ...(line && { lastLine: summaryOf(line) }) };
      });
      const last = shown.at(-1);
      return { items, ...(rows.length > limit && last && { nextCursor: `${last.updated_at}~${last.id}` }) };
    },
  };
}

function page(db: Kysely<Schema>, ownerId: string, query: ListQuery, limit: number) {
  let select = db
    .selectFrom('conversation')
    .select(['id', 'document', 'updated_at'])
    .where('owner_id', '=', ownerId);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  const { personaId } = query;
  if (personaId !== undefined) {
    select = select.where('id', 'in', (eb) =>
      eb
        .selectFrom('seat_sheet')
        .select('conversation_id')
        .where('owner_id', '=', ownerId)
        .where('persona_id', '=', personaId),
    );
  }
  if (query.q) {
    const pattern = `%${query.q.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    select = select.where(
      sql<boolean>`(lower(title) like ${pattern} escape '\\' or lower(topic) like ${pattern} escape '\\')`,
    );
  }
  if (query.cursor !== undefined) {
    const [updatedAt, id] = query.cursor.split('~');
    if (updatedAt === undefined || id === undefined) {
      throw new ChimeraError(
        'invalid-request',
        'This cursor is not one that a list gave. Leave it out to begin at the first page.',
      );
    }
    select = select.where((eb) =>
      eb.or([
        eb('updated_at', '<', updatedAt),
        eb.and([eb('updated_at', '=', updatedAt), eb('id', '<', id)]),
      ]),
    );
  }
  return select.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** The newest spoken line of each conversation. */
async function lastLines(
  db: Kysely<Schema>,
  ownerId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Message>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['conversation_id', 'body'])
    .where('owner_id', '=', ownerId)
    .where((eb) =>
      eb(
        eb.refTuple('conversation_id', 'seq'),
        'in',
        eb
          .selectFrom('message')
          .select(({ fn }) => ['conversation_id', fn.max('seq').as('seq')])
          .where('conversation_id', 'in', ids)
          .where('author_kind', '!=', 'system')
          .groupBy('conversation_id')
          .$asTuple('conversation_id', 'seq'),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.conversation_id, messageSchema.parse(JSON.parse(row.body))]));
}

function summaryOf(message: Message) {
  return { name: message.author.name, text: message.text.slice(0, LAST_LINE_LENGTH), at: message.createdAt };
}
