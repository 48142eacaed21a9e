import { randomUUID } from 'node:crypto';
import { api } from '@chimera/protocol/api';
import type { Person } from '@chimera/protocol/account';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ChimeraError, notFound } from '../errors.ts';
import { type CardExportParts, exportCard } from '../personas/card-export.ts';
import { type CardOutcome, importCard, type ImportParts } from '../personas/card-import.ts';
import { readDocument } from '../personas/cards/json-document.ts';
import { mapCard } from '../personas/cards/map-card.ts';
import { type ReadCard, readCard } from '../personas/cards/read-card.ts';
import type { PersonaGallery } from '../personas/persona-gallery.ts';
import { contentDisposition, titleForFile } from '../records/file-name.ts';
import { askingOf } from './asking.ts';
import { filePolicy } from './headers.ts';
import { admission, type RouteParts, schemaOf } from './routes.ts';
import { uploadRoute } from './upload-route.ts';
import { type Upload, UPLOAD_LIMITS } from './uploads.ts';

export interface CardParts extends RouteParts, Omit<ImportParts, 'newId'>, CardExportParts {
  readonly gallery: PersonaGallery;
}

const { files, fileBytes, totalBytes } = UPLOAD_LIMITS;

/** Personas as character cards: in, several files at a time, and out. */
export function registerCardRoutes(app: FastifyInstance, parts: CardParts): void {
  const accepted = { files, fileBytes, totalBytes, fields: [] };
  uploadRoute(app, parts, { name: 'importPersonas', accepted, documentName: 'card.json' }, (upload, person) =>
    importFiles(parts, upload, person),
  );

  const { exportPersona } = api;
  app.withTypeProvider<ZodTypeProvider>().get(
    exportPersona.path,
    {
      onRequest: admission(parts, 'exportPersona', exportPersona),
      schema: {
        ...schemaOf('exportPersona', exportPersona),
        params: exportPersona.params,
        querystring: exportPersona.query,
      },
    },
    async (request, reply) => {
      const ownerId = askingOf(request).identity.person.userId;
      const persona = await parts.gallery.find({ ownerId, id: request.params.id });
      if (!persona) throw notFound('persona');
      const format = request.query.format ?? 'card-v3';
      const { body, contentType, ending } = await exportCard(parts, ownerId, { persona, format });
      const fileName = `${titleForFile(persona.name, 'persona')}.${ending}`;
      return reply
        .type(contentType)
        .header('content-disposition', contentDisposition(fileName))
        .header('content-security-policy', filePolicy)
        .send(body);
    },
  );
}

/** Each file alone is kept or refused. When none was of use the whole request is refused. */
async function importFiles(parts: CardParts, upload: Upload, { userId }: Person) {
  const outcomes: CardOutcome[] = [];
  for (const { name: file, bytes } of upload.files) {
    const read = () => (upload.isDocument ? documentAsCard(bytes) : readCard(bytes, file));
    outcomes.push(await importCard({ ...parts, newId: randomUUID }, userId, { file, read }));
  }
  if (outcomes.every(({ refusal }) => refusal !== undefined)) throw allRefused(outcomes);
  const added = outcomes.flatMap(({ persona, report }) =>
    persona && report.outcome === 'imported' ? [persona] : [],
  );
  const items = await Promise.all(added.map((persona) => parts.gallery.listed(userId, persona)));
  return { items, reports: outcomes.map(({ report }) => report) };
}

/** What is sent as JSON is JSON, whatever else a file could be. */
function documentAsCard(bytes: Uint8Array): ReadCard {
  const card = readDocument(bytes);
  const { format, sheet, notes } = mapCard(card);
  return { format, container: 'json', sheet, card, notes };
}

function allRefused(outcomes: readonly CardOutcome[]): ChimeraError {
  for (const { refusal } of outcomes) if (refusal instanceof ChimeraError) return refusal;
  const errors = outcomes.map(({ report: { file, problem = '' } }) => ({ path: file, message: problem }));
  const [first] = errors;
  const detail =
    errors.length === 1 && first
      ? `${first.path} was not brought in. ${first.message}`
      : `None of the ${errors.length} files was brought in.`;
  return new ChimeraError('invalid-request', detail, { errors });
}
