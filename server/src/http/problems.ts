import type { ErrorCode, Problem } from '@chimera/protocol/error';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ChimeraError, storageProblem } from '../errors.ts';
import { ProviderError } from '../providers/provider.ts';
import { noteRefusal, peerOf } from './refusals.ts';
import { refusalHeaders } from './rate-headers.ts';

const statusOf: Record<ErrorCode, number> = {
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'origin-refused': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'wrong-state': 409,
  'seat-unavailable': 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'misdirected-host': 421,
  'idempotency-mismatch': 422,
  'too-many-requests': 429,
  internal: 500,
  'provider-failed': 502,
  unavailable: 503,
  'storage-full': 507,
};

const titleOf: Record<ErrorCode, string> = {
  'invalid-request': 'The request is not valid',
  unauthenticated: 'Not logged in',
  forbidden: 'Not allowed',
  'origin-refused': 'Asked from another site',
  'not-found': 'Not found',
  'method-not-allowed': 'This method is not allowed here',
  conflict: 'Something else is in the way',
  'wrong-state': 'Not possible in this state',
  'seat-unavailable': 'This seat cannot speak now',
  'payload-too-large': 'Too large',
  'unsupported-media-type': 'This kind of content is not understood',
  'misdirected-host': 'This server does not answer to that name',
  'idempotency-mismatch': 'The key was used for another request',
  'too-many-requests': 'Too many requests',
  internal: 'Something went wrong here',
  'provider-failed': 'A provider failed',
  unavailable: 'Not available now',
  'storage-full': 'The disk is full',
};

const ERRORS_LIMIT = 20;
const ERROR_LENGTH = 300;

/** Turns every error into problem details (RFC 9457); what nobody foresaw is logged and told in general words. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = knownError(error);
    noteRefusal(request.log, known, {
      method: request.method,
      route: request.routeOptions.url,
      address: request.asking?.address ?? peerOf(request.raw),
      userId: request.asking?.identity?.person.userId,
      requestId: request.id,
    });
    return sendProblem(request, reply, known);
  });
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: ChimeraError): FastifyReply {
  return reply
    .headers(refusalHeaders(error))
    .code(statusOf[error.code])
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((problem: unknown) => JSON.stringify(problem))
    .send(problemOf(error, request.id));
}

export function problemOf(error: ChimeraError, requestId: string): Problem {
  return {
    type: `urn:chimera:problem:${error.code}`,
    title: titleOf[error.code],
    status: statusOf[error.code],
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.errors && { errors: [...error.errors] }),
  };
}

export function statusOfError(error: ChimeraError): number {
  return statusOf[error.code];
}

function knownError(error: FastifyError): ChimeraError {
  if (error instanceof ChimeraError) return error;
  if (error instanceof ProviderError)
    return new ChimeraError('provider-failed', error.message, { cause: error });
  if (hasZodFastifySchemaValidationErrors(error)) {
    // What is told does not grow with what was sent.
    const errors = error.validation.slice(0, ERRORS_LIMIT).map(({ instancePath, message }) => ({
      path: shortened(instancePath.replaceAll('/', '.').replace(/^\./, '')),
      message: shortened(message ?? 'is not valid'),
    }));
    const detail = errors
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ');
    return new ChimeraError('invalid-request', detail, { cause: error, errors });
  }
  return knownByStatus(error);
}

function shortened(text: string): string {
  return text.length <= ERROR_LENGTH ? text : `${text.slice(0, ERROR_LENGTH)}…`;
}

function knownByStatus(error: FastifyError): ChimeraError {
  const storage = storageProblem(error);
  if (storage) return storage;
  switch (error.statusCode) {
    case 400:
      return new ChimeraError('invalid-request', error.message, { cause: error });
    // A file that may not be served, such as one outside of the web app, is as good as none.
    case 403:
    case 404:
      return new ChimeraError('not-found', 'There is nothing at this address. See /docs.', { cause: error });
    case 413:
      return new ChimeraError('payload-too-large', 'The request is larger than this address accepts.', {
        cause: error,
      });
    case 415:
      return new ChimeraError(
        'unsupported-media-type',
        'Send JSON, with the header content-type: application/json.',
        {
          cause: error,
        },
      );
    case undefined:
    default:
      return new ChimeraError('internal', 'Something went wrong here. Nothing is lost; try again.', {
        cause: error,
      });
  }
}
