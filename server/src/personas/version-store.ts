import type { Persona } from '@chimera/protocol/persona';
import { z } from 'zod';
import type { Database } from '../db/open-database.ts';
import { personaIn, type PersonaRef } from './persona-row.ts';

export interface PersonaVersion {
  readonly version: number;
  readonly savedAt: string;
  /** Fields that differ from the version before. */
  readonly changed: string[];
}

/** What personas were. */
export interface VersionStore {
  /** The newest first; `before`: only older ones. */
  list(
    ref: PersonaRef,
    page: { readonly limit: number; readonly before: number | null },
  ): Promise<PersonaVersion[]>;
  find(ref: PersonaRef, version: number): Promise<Persona | null>;
}

const namesSchema = z.array(z.string());

export function createVersionStore({ db }: Database): VersionStore {
  return {
    async list({ ownerId, id }, { limit, before }) {
      let select = db
        .selectFrom('persona_version')
        .select(['version', 'saved_at', 'changed'])
        .where('persona_id', '=', id)
        .where('owner_id', '=', ownerId);
      if (before !== null) select = select.where('version', '<', before);
      const rows = await select.orderBy('version', 'desc').limit(limit).execute();
      return rows.map((row) => ({
        version: row.version,
        savedAt: row.saved_at,
        changed: namesSchema.parse(JSON.parse(row.changed)),
      }));
    },

    async find({ ownerId, id }, version) {
      const row = await db
        .selectFrom('persona_version as v')
        .innerJoin('persona as p', 'p.id', 'v.persona_id')
        .select(['p.id', 'p.slug', 'v.version', 'v.document', 'v.lore', 'p.created_at'])
        .select('v.saved_at as updated_at')
        .where('v.persona_id', '=', id)
        .where('v.owner_id', '=', ownerId)
        .where('v.version', '=', version)
        .executeTakeFirst();
      return row ? personaIn(row) : null;
    },
  };
}
