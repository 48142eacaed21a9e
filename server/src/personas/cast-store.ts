import { type Cast, type CastDocument, castDocumentSchema } from '@chimera/protocol/cast';
import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { PersonaCastTable } from '../db/persona-tables.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError, notFound } from '../errors.ts';
import type { PersonaRef } from './persona-row.ts';
import { oneAtATime } from './persona-store.ts';

export interface CastStore {
  /** The last changed first. */
  list(ownerId: string): Promise<Cast[]>;
  find(ref: PersonaRef): Promise<Cast | null>;
  /** Throws `conflict` when an owner would have too many. */
  add(ref: PersonaRef, document: CastDocument, at: string): Promise<Cast>;
  /** Throws `conflict` when there is a newer version than `from`. */
  change(
    ref: PersonaRef,
    options: { readonly from: number | undefined; readonly at: string },
    decide: (cast: Cast) => CastDocument,
  ): Promise<Cast>;
  remove(ref: PersonaRef): Promise<void>;
}

const CASTS_LIMIT = 500;

export function createCastStore({ db, kind }: Database): CastStore {
  const own = (ownerId: string) => db.selectFrom('persona_cast').selectAll().where('owner_id', '=', ownerId);
  return {
    async list(ownerId) {
      const rows = await own(ownerId).orderBy('updated_at', 'desc').orderBy('id').execute();
      return rows.map(castOf);
    },
    async find({ ownerId, id }) {
      const row = await own(ownerId).where('id', '=', id).executeTakeFirst();
      return row ? castOf(row) : null;
    },
    add: (ref, document, at) =>
      db.transaction().execute(async (transaction) => {
        await oneAtATime(transaction, kind, ref.ownerId);
        return addCast(transaction, ref, { document, at });
      }),
    change: ({ ownerId, id }, { from, at }, decide) =>
      db.transaction().execute(async (transaction) => {
        const query = transaction
          .selectFrom('persona_cast')
          .selectAll()
          .where('id', '=', id)
          .where('owner_id', '=', ownerId);
        const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
        if (!row) throw notFound('cast');
        if (from !== undefined && from !== row.version) throw outdated(from, row.version);
        const columns = {
          document: JSON.stringify(decide(castOf(row))),
          version: row.version + 1,
          updated_at: at,
        };
        await transaction
          .updateTable('persona_cast')
          .set(columns)
          .where('id', '=', id)
          .where('owner_id', '=', ownerId)
          .execute();
        return castOf({ ...row, ...columns });
      }),
    async remove({ ownerId, id }) {
      const { numDeletedRows } = await db
        .deleteFrom('persona_cast')
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw notFound('cast');
    },
  };
}

/** Adds in a transaction that is alone with this owner, see `oneAtATime`. */
export async function addCast(
  transaction: Transaction<Schema>,
  { ownerId, id }: PersonaRef,
  { document, at }: { readonly document: CastDocument; readonly at: string },
): Promise<Cast> {
  const { count } = await transaction
    .selectFrom('persona_cast')
    .select(({ fn }) => fn.countAll<string | number>().as('count'))
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= CASTS_LIMIT) {
    throw new ChimeraError('conflict', `You can have ${CASTS_LIMIT} casts. Delete some first.`);
  }
  const row = {
    id,
    owner_id: ownerId,
    version: 1,
    document: JSON.stringify(document),
    created_at: at,
    updated_at: at,
  };
  await transaction.insertInto('persona_cast').values(row).execute();
  return castOf(row);
}

function outdated(from: number, version: number): ChimeraError {
  return new ChimeraError(
    'conflict',
    `This cast was changed meanwhile: your change was made from version ${from}, and the newest is ${version}. Nothing was written. Load it again.`,
  );
}

function castOf(row: PersonaCastTable): Cast {
  return {
    ...castDocumentSchema.parse(JSON.parse(row.document)),
    id: row.id,
    builtIn: false,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
