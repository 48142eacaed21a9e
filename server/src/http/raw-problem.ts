import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ChimeraError } from '../errors.ts';
import type { SecurityHeaders } from './headers.ts';
import { problemOf, statusOfError } from './problems.ts';
import { refusalHeaders } from './rate-headers.ts';

/** Answers on the bare socket, where the web framework has no request to reply to, and closes it. */
export function endWithProblem(
  socket: Duplex,
  error: ChimeraError,
  always: SecurityHeaders,
  requestId: string = randomUUID(),
): void {
  const status = statusOfError(error);
  const body = JSON.stringify(problemOf(error, requestId));
  const headers = {
    ...always,
    ...refusalHeaders(error),
    'x-request-id': requestId,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': error.retryAfterSeconds }),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
}
