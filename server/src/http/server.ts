import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Instance } from '@chimera/protocol/instance';
import fastifyCookie from '@fastify/cookie';
import type { AskingParts } from './asking.ts';
import type { AccountHandlers } from './handlers.ts';
import { ChimeraError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { registerBodies } from './bodies.ts';
import { cacheHandlers, type CacheParts } from './cache-handlers.ts';
import { type CatalogParts, catalogHandlers } from './catalog-handlers.ts';
import { type ConnectionParts, connectionHandlers } from './connection-handlers.ts';
import { type ConversationParts, conversationHandlers } from './conversation-handlers.ts';
import { docsPage, docsStyle } from './docs-page.ts';
import type { Gate } from './gate.ts';
import { securityHeaders } from './headers.ts';
import type { Idempotency } from './idempotency.ts';
import { registerMetrics } from './metrics-route.ts';
import { registerProblems, sendProblem } from './problems.ts';
import { type PromptParts, promptHandlers } from './prompt-handlers.ts';
import { registerRoutes } from './routes.ts';
import { stageHandlers } from './stage-handlers.ts';
import { type SpendingParts, spendingHandlers } from './spending-handlers.ts';
import { registerStreamedRoutes, type StreamedParts } from './streamed-routes.ts';
import { refuseSocket, sendUnreadable, sendUnrouted } from './unrouted.ts';

export interface ServerParts
  extends Omit<ConversationParts, 'brains' | 'prices'>,
    CatalogParts,
    Omit<ConnectionParts, 'brains' | 'prices'>,
    PromptParts,
    CacheParts,
    SpendingParts,
    StreamedParts,
    AskingParts {
  readonly brains: ConversationParts['brains'] & ConnectionParts['brains'];
  readonly prices: ConversationParts['prices'] & ConnectionParts['prices'];
  readonly gate: Gate;
  /** What anybody may know of this server. */
  readonly instance: () => Promise<Instance>;
  /** Absent where there are no accounts. */
  readonly accounts?: Partial<AccountHandlers>;
  readonly idempotency: Idempotency;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger;
  /** Where the built web app lies. */
  readonly webRoot: string;
  /** Throws while it cannot serve. */
  readonly checkReady: () => Promise<void>;
}

/** A request that is sent more slowly than this is cut off. */
const REQUEST_MS = 120_000;
/** So is one whose headers are not there by then, and who connects and says nothing. */
const HEADERS_MS = 10_000;
/** How often that is looked at. */
const CHECK_MS = 2000;
const HEADERS_BYTES = 16 * 1024;
/** Far more viewers than a node can serve; a flood beyond them costs no memory. */
const CONNECTIONS_LIMIT = 20_000;
/** Answers that are still being read this long after the server began to close are cut. */
const CLOSE_MS = 3000;

/** The whole HTTP side: REST from the table, health, documentation, the web app. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: parts.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Whoever asks is the socket's peer: no proxy is trusted to say otherwise.
    trustProxy: false,
    routerOptions: { maxParamLength: 300 },
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_MS,
    // Requests that are on their way while it closes are answered as ever: /readyz says what is going on.
    return503OnClosing: false,
    http: {
      headersTimeout: HEADERS_MS,
      connectionsCheckingInterval: CHECK_MS,
      maxHeaderSize: HEADERS_BYTES,
      // Some clients offer HTTP/2 with each request; only a WebSocket is taken out of HTTP's hands.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      // The gate refuses what names no host, in the words of every refusal.
      requireHostHeader: false,
    },
    frameworkErrors: sendUnreadable,
    clientErrorHandler: refuseSocket,
  });
  app.server.maxConnections = CONNECTIONS_LIMIT;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerBodies(app);
  registerProblems(app);
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), CLOSE_MS).unref();
  });
  guard(app, parts.gate);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Chimera', version: '0.1.0' } },
    transform: jsonSchemaTransform,
  });
  registerHealth(app, parts);
  registerMetrics(app, parts.metrics);
  await app.register(fastifyCookie);
  app.decorateRequest('asking', null);
  await app.register(async (routes) => {
    routes.addHook('onSend', async (_, reply) => {
      void reply.header('cache-control', 'no-store');
    });
    const handlers = {
      getInstance: parts.instance,
      ...catalogHandlers(parts),
      ...connectionHandlers(parts),
      ...conversationHandlers(parts),
      ...stageHandlers(parts),
      ...promptHandlers(parts),
      ...cacheHandlers(parts),
      ...spendingHandlers(parts),
      ...parts.accounts,
    };
    registerRoutes(routes, handlers, parts);
    registerStreamedRoutes(routes, parts);
  });
  registerDocumentation(app);
  await registerWeb(app, parts.webRoot, parts.logger);
  return app;
}

function guard(app: FastifyInstance, gate: Gate): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id);
    gate.check({ method: request.method, headers: request.headers, isUpgrade: false });
  });
}

function registerHealth(app: FastifyInstance, { checkReady }: ServerParts): void {
  app.get('/livez', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (request, reply) => {
    try {
      await checkReady();
      return { status: 'ok' };
    } catch (error) {
      const detail = 'The server cannot serve now: its database does not answer, or it is shutting down.';
      return sendProblem(
        request,
        reply,
        new ChimeraError('unavailable', detail, { cause: error, retryAfterSeconds: 2 }),
      );
    }
  });
}

function registerDocumentation(app: FastifyInstance): void {
  const hidden = { schema: { hide: true } };
  app.get('/openapi.json', hidden, async (_, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
  app.get('/docs', hidden, async (_, reply) => reply.type('text/html; charset=utf-8').send(docsPage()));
  app.get('/docs/style.css', hidden, async (_, reply) =>
    reply.type('text/css; charset=utf-8').send(docsStyle),
  );
}

const ASSETS_CACHE = 'public, max-age=31536000, immutable';

async function registerWeb(app: FastifyInstance, webRoot: string, logger: FastifyBaseLogger): Promise<void> {
  const isBuilt = existsSync(`${webRoot}/index.html`);
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webRoot,
      cacheControl: false,
      setHeaders(response, path) {
        // Names in assets/ hold a hash of the content; everything else may change under its name.
        const forever = path.startsWith(`${webRoot}/assets/`);
        void response.header('cache-control', forever ? ASSETS_CACHE : 'no-cache');
      },
    });
  } else {
    logger.warn('The web app is not built: run `npm run build`. The API works without it.');
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    const isApp = isBuilt && isPage && !/^\/(api|ws|docs|assets)(\/|$)/.test(request.url);
    if (isApp) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    return sendUnrouted(request, reply);
  });
}
