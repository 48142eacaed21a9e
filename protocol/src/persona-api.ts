import { z } from 'zod';
import { conversationSummarySchema } from './conversation.ts';
import { importReportSchema } from './import-report.ts';
import { newPersonaSchema, personaChangeSchema } from './new-persona.ts';
import { idSchema, itemsOf, type Operation, pageQuery } from './operation.ts';
import { listedPersonaSchema } from './persona.ts';
import { plainText } from './plain-text.ts';

const ofPersona = z.object({ id: idSchema });
const ofVersion = z.object({ id: idSchema, version: z.coerce.number().int().positive() });

export const cardFormats = ['card-v3', 'card-v2', 'png'] as const;

/** What a version changed, newest first in a list. */
export const personaVersionSchema = z.object({
  version: z.number().int(),
  savedAt: z.iso.datetime(),
  /** Fields of the sheet that differ from the version before. */
  changed: z.array(z.string()),
});

/** Everything under /api/personas: what one may seat, and what one makes. */
export const personaApi = {
  listPersonas: {
    method: 'GET',
    path: '/api/personas',
    tag: 'personas',
    summary:
      "Personas that one may seat: one's own, the last changed first, then those that come with Chimera",
    access: 'read',
    query: z.object({
      ...pageQuery,
      q: plainText().max(200).optional(),
      tag: plainText().max(80).optional(),
      from: z.enum(['mine', 'built-in']).optional(),
      favourite: z.enum(['true']).optional(),
    }),
    response: itemsOf(listedPersonaSchema),
    status: 200,
  },
  createPersona: {
    method: 'POST',
    path: '/api/personas',
    tag: 'personas',
    summary: 'Make a persona; only a name is needed',
    access: 'manage',
    body: newPersonaSchema,
    response: listedPersonaSchema,
    status: 201,
  },
  getPersona: {
    method: 'GET',
    path: '/api/personas/:id',
    tag: 'personas',
    summary: 'One persona',
    access: 'read',
    params: ofPersona,
    response: listedPersonaSchema,
    status: 200,
  },
  changePersona: {
    method: 'PATCH',
    path: '/api/personas/:id',
    tag: 'personas',
    summary: 'Keep a change as a new version; those that come with Chimera can only be copied',
    access: 'manage',
    params: ofPersona,
    body: personaChangeSchema,
    response: listedPersonaSchema,
    status: 200,
  },
  deletePersona: {
    method: 'DELETE',
    path: '/api/personas/:id',
    tag: 'personas',
    summary: 'Delete a persona with its versions; conversations keep the sheet that they play by',
    access: 'manage',
    params: ofPersona,
    response: null,
    status: 204,
  },
  copyPersona: {
    method: 'POST',
    path: '/api/personas/:id/copy',
    tag: 'personas',
    summary: "Copy a persona to one's own",
    access: 'manage',
    params: ofPersona,
    response: listedPersonaSchema,
    status: 201,
  },
  markFavourite: {
    method: 'PUT',
    path: '/api/personas/:id/favourite',
    tag: 'personas',
    summary: 'Mark a persona as a favourite',
    access: 'manage',
    params: ofPersona,
    response: null,
    status: 204,
  },
  unmarkFavourite: {
    method: 'DELETE',
    path: '/api/personas/:id/favourite',
    tag: 'personas',
    summary: 'Take the mark away',
    access: 'manage',
    params: ofPersona,
    response: null,
    status: 204,
  },
  listPersonaConversations: {
    method: 'GET',
    path: '/api/personas/:id/conversations',
    tag: 'personas',
    summary: "Where a persona has played: one's conversations with it, the last touched first",
    access: 'read',
    params: ofPersona,
    query: z.object(pageQuery),
    response: itemsOf(conversationSummarySchema),
    status: 200,
  },
  listPersonaVersions: {
    method: 'GET',
    path: '/api/personas/:id/versions',
    tag: 'personas',
    summary: 'Versions of a persona, the newest first',
    access: 'read',
    params: ofPersona,
    query: z.object(pageQuery),
    response: itemsOf(personaVersionSchema),
    status: 200,
  },
  getPersonaVersion: {
    method: 'GET',
    path: '/api/personas/:id/versions/:version',
    tag: 'personas',
    summary: 'A persona as it was',
    access: 'read',
    params: ofVersion,
    response: listedPersonaSchema,
    status: 200,
  },
  restorePersonaVersion: {
    method: 'POST',
    path: '/api/personas/:id/versions/:version/restore',
    tag: 'personas',
    summary: 'Make an earlier version the newest one; nothing is lost',
    access: 'manage',
    params: ofVersion,
    response: listedPersonaSchema,
    status: 200,
  },
  importPersonas: {
    method: 'POST',
    path: '/api/personas/import',
    tag: 'personas',
    summary: 'Bring in character cards: files as multipart form data (PNG, JSON, CharX), or one card as JSON',
    access: 'manage',
    accepts: ['multipart/form-data', 'application/json'],
    response: z.object({ items: z.array(listedPersonaSchema), reports: z.array(importReportSchema) }),
    status: 201,
  },
  exportPersona: {
    method: 'GET',
    path: '/api/personas/:id/export',
    tag: 'personas',
    summary: 'A persona as a character card',
    access: 'read',
    params: ofPersona,
    query: z.object({ format: z.enum(cardFormats).optional() }),
    produces: ['application/json', 'image/png'],
    status: 200,
  },
  uploadAvatar: {
    method: 'POST',
    path: '/api/avatars',
    tag: 'personas',
    summary:
      'Upload a picture (PNG, JPEG, WebP, GIF); it is cut to a square, made anew and stripped of all else',
    access: 'manage',
    accepts: ['multipart/form-data'],
    response: z.object({ imageUrl: z.string() }),
    status: 201,
  },
  getAvatar: {
    method: 'GET',
    path: '/api/avatars/:id',
    tag: 'personas',
    summary: 'A picture that was uploaded',
    access: 'read',
    params: ofPersona,
    produces: ['image/webp'],
    status: 200,
  },
} as const satisfies Record<string, Operation>;
