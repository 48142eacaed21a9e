import type { Socket } from 'node:net';
import { api } from '@chimera/protocol/api';
import type { Operation } from '@chimera/protocol/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ChimeraError } from '../errors.ts';
import { securityHeaders } from './headers.ts';
import { sendProblem } from './problems.ts';
import { endWithProblem } from './raw-problem.ts';

/** Answers a request that no route takes: the address is unknown, or this method is not for it. */
export function sendUnrouted(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = ''] = request.url.split('?');
  const allowed = methodsAt(path, request.server);
  if (allowed.length === 0) {
    return sendProblem(
      request,
      reply,
      new ChimeraError('not-found', 'There is nothing at this address. See /docs.'),
    );
  }
  const detail = `${request.method} is not for this address. It takes ${allowed.join(', ')}.`;
  void reply.header('allow', allowed.join(', '));
  return sendProblem(request, reply, new ChimeraError('method-not-allowed', detail));
}

/** Answers an address that cannot be read, such as one with a broken escape. No hook has run for it. */
export function sendUnreadable(_: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(securityHeaders).header('x-request-id', request.id);
  void sendProblem(request, reply, new ChimeraError('invalid-request', 'This address cannot be read.'));
}

/** Answers what is not even HTTP, or more of it than is taken; there is no request yet, only a socket. */
export function refuseSocket(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  endWithProblem(socket, refusalOf(error.code));
}

function refusalOf(code: string | undefined): ChimeraError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new ChimeraError('payload-too-large', 'The headers of this request are too large.');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ChimeraError('invalid-request', 'This request took too long to be sent.');
    case undefined:
    default:
      return new ChimeraError('invalid-request', 'This is not a request that can be read.');
  }
}

/** Of the routes that this server has: some are there only with accounts. */
function methodsAt(asked: string, server: FastifyInstance): string[] {
  const operations: readonly Operation[] = Object.values(api);
  const methods = operations
    .filter(({ method, path }) => server.hasRoute({ method, url: path }))
    .filter(({ path }) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(asked))
    .map(({ method }) => method);
  return [...new Set(methods)];
}
