import { api, type OperationName } from '@chimera/protocol/api';
import { problemSchema } from '@chimera/protocol/error';
import type { Operation } from '@chimera/protocol/operation';
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { z } from 'zod';
import { admit, admitAgain, type AskingParts } from './asking.ts';
import { isHeavy, kindsOf } from './counted.ts';
import type { AccountHandlers, Handlers } from './handlers.ts';
import type { Idempotency } from './idempotency.ts';

/** Larger than any message; imports of whole conversations have a limit of their own. */
const BODY_LIMIT = 1024 * 1024;
const IMPORT_BODY_LIMIT = 64 * 1024 * 1024;

type AnyHandler = (call: Record<string, unknown>) => Promise<unknown>;
type SomeHandlers = Partial<Handlers & AccountHandlers>;

export interface RouteParts extends AskingParts {
  readonly idempotency: Idempotency;
}

/** Makes a route of every operation in the table that has a handler. */
export function registerRoutes(app: FastifyInstance, handlers: SomeHandlers, parts: RouteParts): void {
  for (const [name, handler] of entriesOf(handlers)) {
    const operation: Operation = api[name];
    app.route({
      method: operation.method,
      url: operation.path,
      schema: schemaOf(name, operation),
      onRequest: admission(parts, name, operation),
      bodyLimit: name === 'importConversation' ? IMPORT_BODY_LIMIT : BODY_LIMIT,
      ...(operation.mayOmitBody && { preValidation: bodyWhereNone }),
      ...(operation.method !== 'GET' && { preHandler: (request) => admitAgain(parts, request) }),
      handler: async (request, reply) => {
        const { params, query, body, asking } = request;
        const person = asking?.identity?.person;
        void reply.code(operation.status);
        return onceByKey(parts, request, { name, operation, body }, () =>
          handler({ params, query, body, asking, person }),
        );
      },
    });
  }
}

/** Does what a POST asks for; once, when it names an Idempotency-Key. `body` is what a repeated request is compared by. */
export function onceByKey(
  { idempotency }: Pick<RouteParts, 'idempotency'>,
  { headers, url, asking }: FastifyRequest,
  {
    name,
    operation,
    body,
  }: { readonly name: OperationName; readonly operation: Operation; readonly body: unknown },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const ownerId = asking?.identity?.person.userId;
  const key = headers['idempotency-key'];
  if (operation.method !== 'POST' || typeof key !== 'string' || ownerId === undefined) return work();
  const isSecret = operation.secretAnswer === true;
  return idempotency.once({ ownerId, key, route: `${name} ${url}`, body, isSecret }, work);
}

/** Comes before the body is read: who may not call has nothing parsed. */
export function admission(
  parts: AskingParts,
  name: OperationName,
  operation: Operation,
): onRequestAsyncHookHandler {
  const usual = {
    access: operation.access,
    forPeople: operation.forPeople === true,
    kinds: kindsOf(name, operation),
    isHeavy: isHeavy(name),
  };
  const stream = { ...usual, kinds: ['socket'] } as const;
  return (request, reply) =>
    admit(parts, request, reply, name === 'listEvents' && wantsStream(request) ? stream : usual);
}

export function wantsStream({ method, headers }: FastifyRequest): boolean {
  return method !== 'HEAD' && (headers.accept ?? '').includes('text/event-stream');
}

async function bodyWhereNone(request: FastifyRequest): Promise<void> {
  if (request.body === undefined) request.body = {};
}

/** What the route table says of an operation, in the words of the web framework. */
export function schemaOf(name: OperationName, operation: Operation) {
  const { summary, tag, params, query, body, accepts, status } = operation;
  return {
    operationId: name,
    summary,
    tags: [tag],
    ...(params && { params }),
    ...(query && { querystring: query }),
    ...(body && { body }),
    // Read by the route itself; described by `describedRoute`.
    ...(accepts && { body: z.any(), consumes: [...accepts] }),
    response: { [status]: answerOf(operation), '4xx': problem, '5xx': problem },
  };
}

const problem = {
  description: 'What is wrong, as problem details (RFC 9457).',
  content: { 'application/problem+json': { schema: problemSchema } },
};

function answerOf({ summary, response, produces }: Operation) {
  if (response === null) return z.null().describe('Done.');
  const media = [
    ...(response ? [['application/json', { schema: response }]] : []),
    ...(produces ?? []).map((type) => [type, { schema: z.string() }]),
  ];
  return { description: summary, content: Object.fromEntries(media) };
}

/**
 * The one seam where the table's types meet the framework's: each handler's call type is derived
 * from the same schemas that validated the request, which TypeScript cannot see across the loop.
 */
function entriesOf(handlers: SomeHandlers): [keyof SomeHandlers, AnyHandler][] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.entries(handlers) as unknown as [keyof SomeHandlers, AnyHandler][];
}
