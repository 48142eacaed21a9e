import type { Tickets } from '../accounts/tickets.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { builtInPersonas, personaById, searchPersonas } from '../personas/catalog.ts';
import { builtInFormats } from '../personas/formats.ts';
import { suggestTopics } from '../personas/openings.ts';
import { builtInScenes } from '../personas/scenes.ts';
import type { Handlers } from './handlers.ts';

export interface CatalogParts {
  readonly tickets: Tickets;
  readonly chance: () => number;
  readonly now: () => Date;
}

type Names = 'listPersonas' | 'getPersona' | 'listScenes' | 'listFormats' | 'suggestTopics' | 'createTicket';

const PERSONAS_LIMIT = 100;
const TOPICS_LIMIT = 3;

/** What there is to choose from: personas, scenes, formats. */
export function catalogHandlers(parts: CatalogParts): Pick<Handlers, Names> {
  const { chance } = parts;
  return {
    async listPersonas({ query }) {
      const all = searchPersonas(builtInPersonas(), query);
      const start = startOf(query.cursor);
      const limit = query.limit ?? PERSONAS_LIMIT;
      const end = start + limit;
      return { items: all.slice(start, end), ...(end < all.length && { nextCursor: String(end) }) };
    },
    async getPersona({ params }) {
      const persona = personaById(params.id);
      if (!persona) throw notFound('persona');
      return persona;
    },
    listScenes: async () => ({ items: [...builtInScenes()] }),
    listFormats: async () => ({ items: [...builtInFormats()] }),
    async suggestTopics({ query }) {
      const cast = (query.personaIds ?? '').split(',').flatMap((id) => personaById(id) ?? []);
      const personaIds = cast.map(({ id }) => id);
      const topics = suggestTopics(cast, chance, query.limit ?? TOPICS_LIMIT);
      return { items: topics.map((topic) => ({ topic, personaIds })) };
    },
    createTicket: async ({ asking }) => parts.tickets.issue(asking.identity.grant),
  };
}

function startOf(cursor = '0'): number {
  if (!/^\d{1,9}$/.test(cursor)) {
    throw new ChimeraError('invalid-request', 'This cursor is not one that a list gave out.', {
      errors: [{ path: 'cursor', message: 'is unknown' }],
    });
  }
  return Number(cursor);
}
