import type { ListedPersona, Persona } from '@chimera/protocol/persona';
import { ChimeraError } from '../errors.ts';
import { builtInPersonas, personaById, searchPersonas } from './catalog.ts';
import type { PersonaListStore, PersonaSearch, Place } from './persona-list-store.ts';
import type { PersonaRef } from './persona-row.ts';
import type { PersonaStore } from './persona-store.ts';

export interface GalleryQuery extends PersonaSearch {
  readonly from?: 'mine' | 'built-in' | undefined;
  readonly favourite?: 'true' | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** All personas that somebody may seat: their own, and those that come with Chimera. */
export interface PersonaGallery {
  /** One's own first. */
  list(ownerId: string, query: GalleryQuery): Promise<{ items: ListedPersona[]; nextCursor?: string }>;
  find(ref: PersonaRef): Promise<Persona | null>;
  /** As its reader sees it. */
  listed(ownerId: string, persona: Persona): Promise<ListedPersona>;
}

const PAGE_LIMIT = 100;
/** Separates the parts of a cursor. */
const BETWEEN = '~';

export function createPersonaGallery(parts: {
  readonly personas: Pick<PersonaStore, 'find'>;
  readonly personaLists: PersonaListStore;
}): PersonaGallery {
  const { personas, personaLists: lists } = parts;
  return {
    async list(ownerId, query) {
      const limit = query.limit ?? PAGE_LIMIT;
      const favourites = await lists.favourites(ownerId);
      const ids = query.favourite ? favourites : undefined;
      const at = placeOf(query.cursor);
      const own =
        at.kind === 'built-in' || query.from === 'built-in' || ids?.size === 0
          ? []
          : await lists.list(ownerId, { ...query, ids }, { limit: limit + 1, after: at.after });
      const others =
        query.from === 'mine'
          ? []
          : searchPersonas(builtInPersonas(), query).filter(({ id }) => !ids || ids.has(id));
      const start = at.kind === 'built-in' ? at.start : 0;
      const shown = [...own.slice(0, limit), ...others.slice(start, start + Math.max(0, limit - own.length))];
      const items = shown.map((persona) => ({ ...persona, favourite: favourites.has(persona.id) }));
      const nextCursor = cursorAfter({ own, limit, start, others: others.length });
      return { items, ...(nextCursor !== null && { nextCursor }) };
    },
    find: async (ref) => personaById(ref.id) ?? (await personas.find(ref)),
    async listed(ownerId, persona) {
      return { ...persona, favourite: (await lists.favourites(ownerId)).has(persona.id) };
    },
  };
}

type GalleryPlace =
  | { readonly kind: 'own'; readonly after: Place | null }
  | { readonly kind: 'built-in'; readonly start: number };

function placeOf(cursor: string | undefined): GalleryPlace {
  if (cursor === undefined) return { kind: 'own', after: null };
  const [kind, first = '', id] = cursor.split(BETWEEN);
  if (kind === 'own' && first !== '' && id !== undefined) return { kind, after: { updatedAt: first, id } };
  if (kind === 'built-in' && /^\d{1,9}$/.test(first)) return { kind, start: Number(first) };
  throw new ChimeraError('invalid-request', 'This cursor is not one that a list gave out.', {
    errors: [{ path: 'cursor', message: 'is unknown' }],
  });
}

/** Null: there are no more. */
function cursorAfter(page: {
  own: readonly Persona[];
  limit: number;
  start: number;
  others: number;
}): string | null {
  const { own, limit, start, others } = page;
  const last = own[limit - 1];
  if (own.length > limit && last) return ['own', last.updatedAt, last.id].join(BETWEEN);
  const end = start + limit - own.length;
  return end < others ? ['built-in', String(end)].join(BETWEEN) : null;
}
