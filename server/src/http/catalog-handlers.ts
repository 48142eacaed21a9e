import type { Tickets } from '../accounts/tickets.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import { builtInFormats } from '../personas/formats.ts';
import { suggestTopics } from '../personas/openings.ts';
import { builtInScenes } from '../personas/scenes.ts';
import { SEATS_LIMIT } from '@chimera/protocol/seat';
import type { Handlers } from './handlers.ts';

export interface CatalogParts {
  readonly tickets: Tickets;
  readonly gallery: PersonaGallery;
  readonly chance: () => number;
  readonly now: () => Date;
}

type Names = 'listScenes' | 'listFormats' | 'suggestTopics' | 'createTicket';

const TOPICS_LIMIT = 3;

/** What there is to choose from: scenes, formats, topics. */
export function catalogHandlers(parts: CatalogParts): Pick<Handlers, Names> {
  const { chance, gallery } = parts;
  return {
    listScenes: async () => ({ items: [...builtInScenes()] }),
    listFormats: async () => ({ items: [...builtInFormats()] }),
    async suggestTopics({ query, person }) {
      const wanted = (query.personaIds ?? '').split(',').slice(0, SEATS_LIMIT);
      const found = await Promise.all(wanted.map((id) => gallery.find({ ownerId: person.userId, id })));
      const cast = found.filter((persona) => persona !== null);
      const personaIds = cast.map(({ id }) => id);
      const topics = suggestTopics(cast, chance, query.limit ?? TOPICS_LIMIT);
      return { items: topics.map((topic) => ({ topic, personaIds })) };
    },
    createTicket: async ({ asking }) => parts.tickets.issue(asking.identity.grant),
  };
}
