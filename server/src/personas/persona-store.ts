import type { Persona, Sheet } from '@chimera/protocol/persona';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { changedFields } from './changed-fields.ts';
import {
  columnsOf,
  personaColumns,
  personaIn,
  type PersonaRef,
  searchColumnsOf,
  sheetIn,
} from './persona-row.ts';
import { freeSlug, slugOf } from './slug.ts';

/** A persona that is to be kept, with the card that it came from. */
export interface NewStoredPersona {
  readonly id: string;
  readonly sheet: Sheet;
  readonly card?: { readonly document: string; readonly hash: string };
}

export interface PersonaStore {
  find(ref: PersonaRef): Promise<Persona | null>;
  /** All or none. Throws `conflict` when an owner would have too many. */
  add(ownerId: string, wanted: readonly NewStoredPersona[], at: string): Promise<Persona[]>;
  /**
   * Keeps what `decide` makes of the newest sheet as a new version; the same sheet is none. Throws `conflict`, with
   * the fields that changed meanwhile, when there is a newer version than `from`.
   */
  change(
    ref: PersonaRef,
    options: { readonly from: number | undefined; readonly at: string },
    decide: (sheet: Sheet) => Sheet,
  ): Promise<Persona>;
  remove(ref: PersonaRef): Promise<void>;
  /** The card that a persona came from. */
  card(ref: PersonaRef): Promise<string | null>;
  /** Personas that came from a card with this hash, the oldest first. */
  byCard(ownerId: string, hash: string): Promise<Persona | null>;
}

export const PERSONAS_LIMIT = 1000;
const VERSIONS_LIMIT = 200;

export function createPersonaStore({ db, kind }: Database): PersonaStore {
  const own = ({ ownerId, id }: PersonaRef) =>
    db.selectFrom('persona').where('id', '=', id).where('owner_id', '=', ownerId);
  return {
    async find(ref) {
      const row = await own(ref).select(personaColumns).executeTakeFirst();
      return row ? personaIn(row) : null;
    },

    add: (ownerId, wanted, at) =>
      db.transaction().execute(async (transaction) => {
        await oneAtATime(transaction, kind, ownerId);
        return addPersonas(transaction, { ownerId, at }, wanted);
      }),

    change: (ref, { from, at }, decide) =>
      db.transaction().execute(async (transaction) => {
        const query = transaction
          .selectFrom('persona')
          .select(personaColumns)
          .where('id', '=', ref.id)
          .where('owner_id', '=', ref.ownerId);
        // SQLite has one writer, this transaction.
        const row = await (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
        if (!row) throw notFound('persona');
        const before = sheetIn(row);
        if (from !== undefined && from !== row.version)
          throw await outdated(transaction, ref, row.version, { from, before });
        const sheet = decide(before);
        const changed = changedFields(before, sheet);
        if (changed.length === 0) return personaIn(row);
        const version = row.version + 1;
        const columns = { ...columnsOf(sheet), ...searchColumnsOf(sheet), version, updated_at: at };
        await transaction
          .updateTable('persona')
          .set(columns)
          .where('id', '=', ref.id)
          .where('owner_id', '=', ref.ownerId)
          .execute();
        await keepVersion(transaction, ref, { version, sheet, changed, at });
        return personaIn({ ...row, ...columns });
      }),

    async remove({ ownerId, id }) {
      const { numDeletedRows } = await db
        .deleteFrom('persona')
        .where('id', '=', id)
        .where('owner_id', '=', ownerId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) throw notFound('persona');
    },

    async card(ref) {
      const row = await own(ref).select('card').executeTakeFirst();
      if (!row) throw notFound('persona');
      return row.card;
    },

    byCard: (ownerId, hash) => personaByCard(db, ownerId, hash),
  };
}

/** Lets one at a time add to what an owner has, on all nodes: names and limits are looked at before something is written. */
export async function oneAtATime(
  transaction: Transaction<Schema>,
  kind: Database['kind'],
  ownerId: string,
): Promise<void> {
  // SQLite has one writer, this transaction.
  if (kind !== 'postgres') return;
  await sql`select pg_advisory_xact_lock(hashtext(${`personas ${ownerId}`}))`.execute(transaction);
}

/** Adds in a transaction that is alone with this owner, see `oneAtATime`. */
export async function addPersonas(
  transaction: Transaction<Schema>,
  { ownerId, at }: { readonly ownerId: string; readonly at: string },
  wanted: readonly NewStoredPersona[],
): Promise<Persona[]> {
  const taken = await slugsOf(transaction, ownerId);
  requireRoom(taken.size + wanted.length);
  const added: Persona[] = [];
  for (const { id, sheet, card } of wanted) {
    const slug = freeSlug(slugOf(sheet.name), taken);
    taken.add(slug);
    const row = {
      id,
      owner_id: ownerId,
      slug,
      version: 1,
      ...columnsOf(sheet),
      ...searchColumnsOf(sheet),
      card: card?.document ?? null,
      card_hash: card?.hash ?? null,
      created_at: at,
      updated_at: at,
    };
    await transaction.insertInto('persona').values(row).execute();
    await keepVersion(transaction, { ownerId, id }, { version: 1, sheet, changed: [], at });
    added.push(personaIn(row));
  }
  return added;
}

export async function personaByCard(
  db: Kysely<Schema>,
  ownerId: string,
  hash: string,
): Promise<Persona | null> {
  const row = await db
    .selectFrom('persona')
    .select(personaColumns)
    .where('owner_id', '=', ownerId)
    .where('card_hash', '=', hash)
    .orderBy('created_at')
    .executeTakeFirst();
  return row ? personaIn(row) : null;
}

async function slugsOf(transaction: Transaction<Schema>, ownerId: string): Promise<Set<string>> {
  const rows = await transaction
    .selectFrom('persona')
    .select('slug')
    .where('owner_id', '=', ownerId)
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}

function requireRoom(count: number): void {
  if (count > PERSONAS_LIMIT) {
    throw new ChimeraError('conflict', `You can have ${PERSONAS_LIMIT} personas. Delete some first.`);
  }
}

async function keepVersion(
  transaction: Transaction<Schema>,
  { ownerId, id }: PersonaRef,
  { version, sheet, changed, at }: { version: number; sheet: Sheet; changed: readonly string[]; at: string },
): Promise<void> {
  await transaction
    .insertInto('persona_version')
    .values({
      persona_id: id,
      owner_id: ownerId,
      version,
      ...columnsOf(sheet),
      changed: JSON.stringify(changed),
      saved_at: at,
    })
    .execute();
  await transaction
    .deleteFrom('persona_version')
    .where('persona_id', '=', id)
    .where('version', '<=', version - VERSIONS_LIMIT)
    .execute();
}

async function outdated(
  transaction: Transaction<Schema>,
  { id }: PersonaRef,
  version: number,
  { from, before }: { from: number; before: Sheet },
): Promise<ChimeraError> {
  const row = await transaction
    .selectFrom('persona_version')
    .select(['document', 'lore'])
    .where('persona_id', '=', id)
    .where('version', '=', from)
    .executeTakeFirst();
  const changed = row ? changedFields(sheetIn(row), before) : [];
  return new ChimeraError(
    'conflict',
    `${before.name} was changed meanwhile: your change was made from version ${from}, and the newest is ${version}. Nothing was written. Load it again and decide what to keep.`,
    { errors: changed.map((field) => ({ path: field, message: `was changed after version ${from}` })) },
  );
}
