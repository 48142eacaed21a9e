import { api } from '@chimera/protocol/api';
import type { Person } from '@chimera/protocol/account';
import type { Operation } from '@chimera/protocol/operation';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ChimeraError } from '../errors.ts';
import { admitAgain, askingOf } from './asking.ts';
import { admission, onceByKey, type RouteParts, schemaOf } from './routes.ts';
import { type Accepted, fingerprint, readUpload, type Upload, UPLOAD_LIMITS } from './uploads.ts';

type UploadName = 'uploadAvatar' | 'importPersonas' | 'importCast';

/**
 * Mounts an operation that takes files. Who may not call it has nothing read; who loses the right while the files
 * come has nothing done. `documentName`: what a body of JSON is called.
 */
export function uploadRoute(
  routes: FastifyInstance,
  parts: RouteParts,
  {
    name,
    accepted,
    documentName = '',
  }: { readonly name: UploadName; readonly accepted: Accepted; readonly documentName?: string },
  handle: (upload: Upload, person: Person) => Promise<unknown>,
): void {
  const operation: Operation = api[name];
  routes.route({
    method: operation.method,
    url: operation.path,
    schema: schemaOf(name, operation),
    onRequest: admission(parts, name, operation),
    preParsing: async (request, _, payload) => {
      requireType(request, operation.accepts ?? []);
      return payload;
    },
    bodyLimit: UPLOAD_LIMITS.documentBytes,
    handler: async (request, reply) => {
      const upload = request.isMultipart()
        ? await readUpload(request, reply, accepted)
        : documentOf(request.body, documentName);
      await admitAgain(parts, request);
      const { person } = askingOf(request).identity;
      void reply.code(operation.status);
      return onceByKey(parts, request, { name, operation, body: fingerprint(upload) }, () =>
        handle(upload, person),
      );
    },
  });
}

function requireType({ headers }: FastifyRequest, accepts: readonly string[]): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  if (accepts.includes(type.trim().toLowerCase())) return;
  throw new ChimeraError(
    'unsupported-media-type',
    `Send a form with a file in the field “file”. The content-type is ${accepts.join(' or ')}.`,
  );
}

function documentOf(body: unknown, name: string): Upload {
  if (Buffer.isBuffer(body) && body.length > 0) {
    return { files: [{ name, bytes: body }], fields: new Map(), isDocument: true };
  }
  throw new ChimeraError('invalid-request', 'There is nothing in this request. Send the file.');
}
