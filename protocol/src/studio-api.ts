import { z } from 'zod';
import { auditionSchema, composedSheetSchema } from './audition.ts';
import { newPersonaSchema } from './new-persona.ts';
import { idSchema, itemsOf, type Operation } from './operation.ts';
import { sheetSchema } from './persona.ts';
import { draftSaveSchema, newDraftSchema, personaDraftSchema } from './persona-draft.ts';
import { plainText } from './plain-text.ts';
import { modelBrainSchema } from './provider.ts';

const ofDraft = z.object({ id: idSchema });

/** Where personas are made: drafts, and trying out what is not kept yet. */
export const studioApi = {
  previewPersona: {
    method: 'POST',
    path: '/api/personas/preview',
    tag: 'personas',
    summary: 'Try a persona out: server-sent events of what it says; nothing is stored',
    access: 'converse',
    body: auditionSchema,
    produces: ['text/event-stream'],
    status: 200,
  },
  composePersona: {
    method: 'POST',
    path: '/api/personas/prompt',
    tag: 'personas',
    summary: 'What a model is told of a persona, and which field each part comes from',
    access: 'read',
    body: z.strictObject({ persona: newPersonaSchema }),
    response: composedSheetSchema,
    status: 200,
  },
  draftPersona: {
    method: 'POST',
    path: '/api/personas/draft',
    tag: 'personas',
    summary: 'Have a model write a sheet from a sentence; nothing is stored',
    access: 'converse',
    body: z.strictObject({
      idea: plainText().trim().min(3, 'Say in a sentence who it is.').max(2000),
      brain: modelBrainSchema.optional(),
    }),
    response: z.object({ sheet: sheetSchema }),
    status: 200,
  },
  listPersonaDrafts: {
    method: 'GET',
    path: '/api/persona-drafts',
    tag: 'personas',
    summary: 'Sheets that one has begun and not kept yet, the last saved first',
    access: 'read',
    response: itemsOf(personaDraftSchema),
    status: 200,
  },
  getPersonaDraft: {
    method: 'GET',
    path: '/api/persona-drafts/:id',
    tag: 'personas',
    summary: 'One draft',
    access: 'read',
    params: ofDraft,
    response: personaDraftSchema,
    status: 200,
  },
  beginPersonaDraft: {
    method: 'POST',
    path: '/api/persona-drafts',
    tag: 'personas',
    summary: 'Begin to write a persona, or to change one',
    access: 'manage',
    body: newDraftSchema,
    response: personaDraftSchema,
    status: 201,
  },
  savePersonaDraft: {
    method: 'PUT',
    path: '/api/persona-drafts/:id',
    tag: 'personas',
    summary: 'Save a draft; what another tab saved meanwhile is never overwritten (409)',
    access: 'manage',
    params: ofDraft,
    body: draftSaveSchema,
    response: personaDraftSchema,
    status: 200,
  },
  deletePersonaDraft: {
    method: 'DELETE',
    path: '/api/persona-drafts/:id',
    tag: 'personas',
    summary: 'Throw a draft away',
    access: 'manage',
    params: ofDraft,
    response: null,
    status: 204,
  },
} as const satisfies Record<string, Operation>;
