import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { type Belonging, within } from '../logger.ts';

/** A request as it begins, in words that are the same for all of its kind. */
export interface AnsweredRequest {
  readonly id: string;
  readonly method: string;
  /** The route as the table has it. */
  readonly route: string;
  /** The operation by its name; the route where it has none. */
  readonly operation: string;
  /** W3C Trace Context, as far as a proxy of ours said it. */
  readonly traceparent: string | null;
}

/** Looks on while requests are answered. It changes nothing and never throws. */
export interface RequestWatch {
  /** Returns what is called when the answer is sent, or nobody wants it any more. */
  began(request: AnsweredRequest): (status: number, end: { readonly isStream: boolean }) => void;
}

export interface WatchParts {
  readonly requestWatches: readonly RequestWatch[];
  /** Whether a proxy of ours passes a request on: only then is believed what it says of it. */
  readonly isFromProxy: (request: IncomingMessage) => boolean;
}

/** Lets all that is written down while a request is answered name it, and tells whoever looks on. */
export function registerWatching(app: FastifyInstance, { requestWatches, isFromProxy }: WatchParts): void {
  app.addHook('onRequest', (request, reply, done) => {
    const began = {
      ...toldOf(request),
      traceparent: isFromProxy(request.raw) ? traceparentOf(request) : null,
    };
    const ends = requestWatches.map((watch) => watch.began(began));
    reply.raw.once('close', () => {
      const isStream = String(reply.raw.getHeader('content-type') ?? '').startsWith('text/event-stream');
      for (const end of ends) end(reply.raw.statusCode, { isStream });
    });
    within(belongingOf(request), done);
  });
  // A body is read by listeners that belong to the socket, not to the request.
  app.addHook('preValidation', (request, _, done) => within(belongingOf(request), done));
}

function toldOf({ id, method, routeOptions }: FastifyRequest) {
  const route = routeOptions.url ?? 'none';
  return { id, method, route, operation: operationOf(routeOptions) ?? route };
}

function operationOf({ schema }: Pick<RouteOptions, 'schema'>): string | undefined {
  return schema?.operationId;
}

function traceparentOf({ headers }: FastifyRequest): string | null {
  const { traceparent } = headers;
  return typeof traceparent === 'string' ? traceparent : null;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What stands in an address may be anything, a secret too: only what looks like an id is written down. */
function belongingOf({ id: requestId, params, routeOptions }: FastifyRequest): Belonging {
  const isOfConversation = routeOptions.url?.startsWith('/api/conversations/:id') === true;
  const named = isOfConversation && hasId(params) && UUID.test(params.id);
  return { requestId, ...(named && { conversationId: params.id }) };
}

function hasId(params: unknown): params is { readonly id: string } {
  return typeof params === 'object' && params !== null && 'id' in params && typeof params.id === 'string';
}
