import {
  type DraftSave,
  draftSheetSchema,
  type NewDraft,
  type PersonaDraft,
} from '@chimera/protocol/persona-draft';
import type { Database } from '../db/open-database.ts';
import type { PersonaDraftTable } from '../db/persona-tables.ts';
import { ChimeraError, notFound } from '../errors.ts';
import type { PersonaRef } from './persona-row.ts';

/** Sheets that are being written: they outlive the tab that they are written in. */
export interface DraftStore {
  /** The last saved first. */
  list(ownerId: string): Promise<PersonaDraft[]>;
  find(ref: PersonaRef): Promise<PersonaDraft | null>;
  begin(ref: PersonaRef, wanted: NewDraft, at: string): Promise<PersonaDraft>;
  /** Throws `conflict` when another tab has saved since this one read it. */
  save(ref: PersonaRef, wanted: DraftSave, at: string): Promise<PersonaDraft>;
  /** False when there was none. */
  remove(ref: PersonaRef): Promise<boolean>;
}

const DRAFTS_LIMIT = 200;

export function createDraftStore({ db }: Database): DraftStore {
  const own = (ownerId: string) => db.selectFrom('persona_draft').selectAll().where('owner_id', '=', ownerId);

  return {
    async list(ownerId) {
      const rows = await own(ownerId).orderBy('saved_at', 'desc').orderBy('id').limit(DRAFTS_LIMIT).execute();
      return rows.map(draftOf);
    },
    async find({ ownerId, id }) {
      const row = await own(ownerId).where('id', '=', id).executeTakeFirst();
      return row ? draftOf(row) : null;
    },
    async begin({ ownerId, id }, { personaId, base, sheet }, at) {
      const { count } = await db
        .selectFrom('persona_draft')
        .select(({ fn }) => fn.countAll<string | number>().as('count'))
        .where('owner_id', '=', ownerId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= DRAFTS_LIMIT) {
        throw new ChimeraError('conflict', `You have ${DRAFTS_LIMIT} drafts. Keep or throw away some first.`);
      }
      const row = {
        owner_id: ownerId,
        id,
        persona_id: personaId ?? null,
        base,
        revision: 1,
        document: JSON.stringify(sheet),
        saved_at: at,
      };
      await db.insertInto('persona_draft').values(row).execute();
      return draftOf(row);
    },
    async save({ ownerId, id }, { base, revision, sheet }, at) {
      const { numUpdatedRows } = await db
        .updateTable('persona_draft')
        .set({ revision: revision + 1, document: JSON.stringify(sheet), saved_at: at })
        .$if(base !== undefined, (update) => update.set({ base: base ?? 0 }))
        .where('owner_id', '=', ownerId)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirst();
      const row = await own(ownerId).where('id', '=', id).executeTakeFirst();
      if (!row) throw notFound('draft');
      if (numUpdatedRows === 0n) {
        throw new ChimeraError(
          'conflict',
          'This draft was saved in another tab meanwhile. Nothing was written: load that draft, or keep yours as a new one.',
        );
      }
      return draftOf(row);
    },
    async remove({ ownerId, id }) {
      const { numDeletedRows } = await db
        .deleteFrom('persona_draft')
        .where('owner_id', '=', ownerId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}

function draftOf(row: PersonaDraftTable): PersonaDraft {
  return {
    id: row.id,
    ...(row.persona_id !== null && { personaId: row.persona_id }),
    base: row.base,
    revision: row.revision,
    sheet: draftSheetSchema.parse(JSON.parse(row.document)),
    savedAt: row.saved_at,
  };
}
