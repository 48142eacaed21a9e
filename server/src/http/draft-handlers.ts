import { randomUUID } from 'node:crypto';
import { notFound } from '../errors.ts';
import type { DraftStore } from '../personas/draft-store.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import type { Handlers } from './handlers.ts';

export interface DraftParts {
  readonly drafts: DraftStore;
  readonly gallery: PersonaGallery;
  readonly now: () => Date;
}

type Names =
  | 'listPersonaDrafts'
  | 'beginPersonaDraft'
  | 'getPersonaDraft'
  | 'savePersonaDraft'
  | 'deletePersonaDraft';

/** Sheets that are being written. */
export function draftHandlers({ drafts, gallery, now }: DraftParts): Pick<Handlers, Names> {
  return {
    listPersonaDrafts: async ({ person }) => ({ items: await drafts.list(person.userId) }),
    async beginPersonaDraft({ body, person }) {
      const { personaId: id } = body;
      if (id !== undefined && !(await gallery.find({ ownerId: person.userId, id })))
        throw notFound('persona');
      return drafts.begin({ ownerId: person.userId, id: randomUUID() }, body, now().toISOString());
    },
    async getPersonaDraft({ params, person }) {
      const draft = await drafts.find({ ownerId: person.userId, id: params.id });
      if (!draft) throw notFound('draft');
      return draft;
    },
    savePersonaDraft: ({ params, body, person }) =>
      drafts.save({ ownerId: person.userId, id: params.id }, body, now().toISOString()),
    async deletePersonaDraft({ params, person }) {
      if (!(await drafts.remove({ ownerId: person.userId, id: params.id }))) throw notFound('draft');
    },
  };
}
