import { randomUUID } from 'node:crypto';
import { api } from '@chimera/protocol/api';
import type { Cast } from '@chimera/protocol/cast';
import type { Person } from '@chimera/protocol/account';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { requireRoles } from '../conversations/format-fit.ts';
import { ChimeraError } from '../errors.ts';
import { castPersona } from '../personas/card-export.ts';
import { briefly, type ImportParts } from '../personas/card-import.ts';
import { CardProblem } from '../personas/cards/card-problem.ts';
import { type CastPersona, writeCastFile } from '../personas/cards/cast-file.ts';
import { importCast, type UnseatedCast } from '../personas/cast-import.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import { contentDisposition, titleForFile } from '../records/file-name.ts';
import { askingOf } from './asking.ts';
import { type CastParts, foundCast } from './cast-handlers.ts';
import { filePolicy } from './headers.ts';
import { admission, type RouteParts, schemaOf } from './routes.ts';
import { uploadRoute } from './upload-route.ts';
import { UPLOAD_LIMITS } from './uploads.ts';

export interface CastFileParts
  extends RouteParts,
    Omit<ImportParts, 'newId'>,
    Pick<CastParts, 'casts' | 'repertoire'> {
  readonly gallery: PersonaGallery;
}

const { documentBytes, formBytes } = UPLOAD_LIMITS;

/** Whole casts as one file: in and out. */
export function registerCastFileRoutes(app: FastifyInstance, parts: CastFileParts): void {
  const accepted = {
    files: 1,
    fileBytes: documentBytes,
    totalBytes: documentBytes + formBytes,
    fields: [],
  };
  uploadRoute(
    app,
    parts,
    { name: 'importCast', accepted, documentName: 'cast.json' },
    async ({ files }, { userId }) => {
      const [file] = files;
      if (!file) throw new Error('An upload was let through without a file.');
      const requireSound = ({ format, seats }: UnseatedCast) =>
        requireRoles(parts.repertoire.formatOf(format), seats);
      const wanted = { file: file.name, bytes: file.bytes, requireSound };
      return orRefused(importCast({ ...parts, newId: randomUUID }, userId, wanted));
    },
  );

  const { exportCast } = api;
  app.withTypeProvider<ZodTypeProvider>().get(
    exportCast.path,
    {
      onRequest: admission(parts, 'exportCast', exportCast),
      schema: { ...schemaOf('exportCast', exportCast), params: exportCast.params },
    },
    async (request, reply) => {
      const { person } = askingOf(request).identity;
      const cast = await foundCast(parts, person, request.params.id);
      const file = writeCastFile(documentOf(cast), await personasOf(parts, person, cast));
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', contentDisposition(`${titleForFile(cast.name, 'cast')}.cast.json`))
        .header('content-security-policy', filePolicy)
        .send(JSON.stringify(file, null, 2));
    },
  );
}

/** Only what somebody wrote of it. */
function documentOf({ name, line, topic, premise, seats, format, settings }: Cast) {
  return { name, line, topic, premise, seats, ...(format && { format }), ...(settings && { settings }) };
}

async function personasOf(
  parts: CastFileParts,
  { userId }: Person,
  { seats, name }: Cast,
): Promise<ReadonlyMap<string, CastPersona>> {
  const personas = new Map<string, CastPersona>();
  for (const { personaId } of seats) {
    const persona = await parts.gallery.find({ ownerId: userId, id: personaId });
    if (!persona) {
      throw new ChimeraError(
        'conflict',
        `A persona of “${name}” was deleted. Take its seat out of the cast first.`,
      );
    }
    personas.set(personaId, await castPersona(parts, userId, persona));
  }
  return personas;
}

async function orRefused<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CardProblem)) throw error;
    const message = briefly(error.message);
    throw new ChimeraError('invalid-request', message, {
      cause: error,
      errors: [{ path: briefly(error.path), message }],
    });
  }
}
