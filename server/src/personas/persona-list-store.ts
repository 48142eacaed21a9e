import type { Persona } from '@chimera/protocol/persona';
import { sql } from 'kysely';
import type { Database } from '../db/open-database.ts';
import { personaIn } from './persona-row.ts';

/** What a list of personas is narrowed down by. */
export interface PersonaSearch {
  /** Each of its words must occur in name, sheet or tags. */
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  /** Only these. */
  readonly ids?: ReadonlySet<string> | undefined;
}

export interface PersonaListStore {
  /** An owner's own, the last changed first, without their lore. `after` is the last one of the page before. */
  list(
    ownerId: string,
    search: PersonaSearch,
    page: { readonly limit: number; readonly after: Place | null },
  ): Promise<Persona[]>;
  favourites(ownerId: string): Promise<ReadonlySet<string>>;
  /** Doing it again changes nothing. */
  setFavourite(ownerId: string, personaId: string, isOne: boolean): Promise<void>;
}

/** Where a page ends. */
export interface Place {
  readonly updatedAt: string;
  readonly id: string;
}

export function createPersonaListStore({ db }: Database): PersonaListStore {
  return {
    async list(ownerId, { q = '', tag, ids }, { limit, after }) {
      let select = db
        .selectFrom('persona')
        .select(['id', 'slug', 'version', 'document', 'created_at', 'updated_at'])
        .where('owner_id', '=', ownerId);
      for (const word of q.toLowerCase().split(/\s+/).filter(Boolean)) {
        select = select.where(sql<boolean>`search like ${containing(word)} escape '\\'`);
      }
      if (tag !== undefined) {
        const wanted = containing(`\n${tag.toLowerCase()}\n`);
        select = select.where(sql<boolean>`tags like ${wanted} escape '\\'`);
      }
      if (ids) select = select.where('id', 'in', [...ids]);
      if (after) {
        select = select.where((eb) =>
          eb.or([
            eb('updated_at', '<', after.updatedAt),
            eb.and([eb('updated_at', '=', after.updatedAt), eb('id', '<', after.id)]),
          ]),
        );
      }
      const rows = await select.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(personaIn);
    },

    async favourites(ownerId) {
      const rows = await db
        .selectFrom('favourite')
        .select('persona_id')
        .where('owner_id', '=', ownerId)
        .execute();
      return new Set(rows.map((row) => row.persona_id));
    },

    async setFavourite(ownerId, personaId, isOne) {
      if (!isOne) {
        await db
          .deleteFrom('favourite')
          .where('owner_id', '=', ownerId)
          .where('persona_id', '=', personaId)
          .execute();
        return;
      }
      await db
        .insertInto('favourite')
        .values({ owner_id: ownerId, persona_id: personaId })
        .onConflict((conflict) => conflict.columns(['owner_id', 'persona_id']).doNothing())
        .execute();
    },
  };
}

function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}
