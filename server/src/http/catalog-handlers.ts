import type { Format } from '@chimera/protocol/format';
import type { Persona } from '@chimera/protocol/persona';
import type { Scene } from '@chimera/protocol/conversation';
import type { Tickets } from '../live/tickets.ts';
import { notFound } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import type { Handlers } from './handlers.ts';

export interface CatalogParts {
  readonly personas: {
    search(query: { q?: string | undefined; tag?: string | undefined }): readonly Persona[];
    byId(id: string): Persona | null;
  };
  readonly scenes: () => readonly Scene[];
  readonly formats: () => readonly Format[];
  suggestTopics(
    personaIds: readonly string[],
    limit: number,
  ): readonly { topic: string; personaIds: string[] }[];
  readonly brains: Pick<Brains, 'providers' | 'connections' | 'models'>;
  readonly tickets: Tickets;
  now(): Date;
}

type Names =
  | 'listPersonas'
  | 'getPersona'
  | 'listScenes'
  | 'listFormats'
  | 'suggestTopics'
  | 'listProviders'
  | 'listConnections'
  | 'listModels'
  | 'createTicket';

const PERSONAS_LIMIT = 100;
const TOPICS_LIMIT = 3;
const MODELS_TIMEOUT_MS = 10_000;

/** What there is to choose from: personas, scenes, formats, brains. */
export function catalogHandlers(parts: CatalogParts): Pick<Handlers, Names> {
  const { personas, brains } = parts;
  return {
    async listPersonas({ query }) {
      const all = personas.search(query);
      const start = Number(query.cursor ?? 0) || 0;
      const limit = query.limit ?? PERSONAS_LIMIT;
      const end = start + limit;
      return { items: all.slice(start, end), ...(end < all.length && { nextCursor: String(end) }) };
    },
    async getPersona({ params }) {
      const persona = personas.byId(params.id);
      if (!persona) throw notFound('persona');
      return persona;
    },
    listScenes: async () => ({ items: [...parts.scenes()] }),
    listFormats: async () => ({ items: [...parts.formats()] }),
    async suggestTopics({ query }) {
      const personaIds = query.personaIds?.split(',').filter((id) => id !== '') ?? [];
      return { items: [...parts.suggestTopics(personaIds, query.limit ?? TOPICS_LIMIT)] };
    },
    listProviders: async () => ({ items: await brains.providers() }),
    listConnections: async () => ({ items: brains.connections() }),
    async listModels({ params }) {
      if (!brains.connections().some(({ id }) => id === params.id)) throw notFound('connection');
      return { items: [...(await brains.models(params.id, AbortSignal.timeout(MODELS_TIMEOUT_MS)))] };
    },
    createTicket: async ({ person }) => parts.tickets.issue(person.userId, parts.now().getTime()),
  };
}
