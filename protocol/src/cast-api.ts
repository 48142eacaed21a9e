import { z } from 'zod';
import { castChangeSchema, castSchema, newCastSchema } from './cast.ts';
import { importReportSchema } from './import-report.ts';
import { idSchema, itemsOf, type Operation } from './operation.ts';

const ofCast = z.object({ id: idSchema });

/** Casts: personas who go together, with what they play. */
export const castApi = {
  listCasts: {
    method: 'GET',
    path: '/api/casts',
    tag: 'personas',
    summary: "Casts: one's own, then those that come with Chimera",
    access: 'read',
    response: itemsOf(castSchema),
    status: 200,
  },
  createCast: {
    method: 'POST',
    path: '/api/casts',
    tag: 'personas',
    summary: 'Keep personas as a cast',
    access: 'manage',
    body: newCastSchema,
    response: castSchema,
    status: 201,
  },
  getCast: {
    method: 'GET',
    path: '/api/casts/:id',
    tag: 'personas',
    summary: 'One cast',
    access: 'read',
    params: ofCast,
    response: castSchema,
    status: 200,
  },
  changeCast: {
    method: 'PATCH',
    path: '/api/casts/:id',
    tag: 'personas',
    summary: 'Change a cast; those that come with Chimera stay as they are',
    access: 'manage',
    params: ofCast,
    body: castChangeSchema,
    response: castSchema,
    status: 200,
  },
  deleteCast: {
    method: 'DELETE',
    path: '/api/casts/:id',
    tag: 'personas',
    summary: 'Delete a cast; its personas stay',
    access: 'manage',
    params: ofCast,
    response: null,
    status: 204,
  },
  exportCast: {
    method: 'GET',
    path: '/api/casts/:id/export',
    tag: 'personas',
    summary: 'A cast as one file: its personas with their lore, scene, format and settings; never keys',
    access: 'read',
    params: ofCast,
    produces: ['application/json'],
    status: 200,
  },
  importCast: {
    method: 'POST',
    path: '/api/casts/import',
    tag: 'personas',
    summary: 'Bring in a cast that was exported: all of it, or nothing',
    access: 'manage',
    accepts: ['multipart/form-data', 'application/json'],
    response: z.object({ cast: castSchema, report: importReportSchema }),
    status: 201,
  },
} as const satisfies Record<string, Operation>;
