import type { IncomingMessage } from 'node:http';
import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { ChimeraError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { type ApiParts, registerApi } from './api-routes.ts';
import { registerBodies } from './bodies.ts';
import { describedRoute } from './described-route.ts';
import { docsPage, docsStyle } from './docs-page.ts';
import type { Gate } from './gate.ts';
import type { SecurityHeaders } from './headers.ts';
import { registerMetrics } from './metrics-route.ts';
import { registerProblems, sendProblem } from './problems.ts';
import { registerWatching, type WatchParts } from './watch-requests.ts';
import { refuseSocket, sendUnreadable, sendUnrouted } from './unrouted.ts';

export interface ServerParts extends ApiParts, WatchParts {
  readonly gate: Gate;
  /** Sent with every answer. */
  readonly headers: SecurityHeaders;
  /** Names a request. */
  readonly requestIdOf: (request: IncomingMessage) => string;
  readonly metrics: Metrics;
  readonly logger: FastifyBaseLogger & Logger;
  /** Where the built web app lies. */
  readonly webRoot: string;
  /** Else it only says how it is: health and metrics. */
  readonly isForPeople: boolean;
  /** Throws while it cannot serve. */
  readonly checkReady: () => Promise<void>;
}

/** A request that is sent more slowly than this is cut off. */
const REQUEST_MS = 120_000;
/** Headers are a few hundred bytes. */
const HEADERS_MS = 10_000;
const TIMES_CHECKED_EVERY_MS = 2000;
const HEADERS_BYTES = 16 * 1024;
/** Far more viewers than a node can serve; a flood beyond them costs no memory. */
const CONNECTIONS_LIMIT = 20_000;
/** Answers that are still being read this long after the server began to close are cut. */
const CLOSE_MS = 3000;
const IDLE_LOOK_MS = 100;

/** The whole HTTP side: REST from the table, health, documentation, the web app. */
export async function createServer(parts: ServerParts): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = parts.logger;
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // Whoever asks is the socket's peer: no proxy is trusted to say otherwise.
    trustProxy: false,
    routerOptions: { maxParamLength: 300 },
    genReqId: parts.requestIdOf,
    requestTimeout: REQUEST_MS,
    // Requests that are on their way while it closes are answered as ever: /readyz says what is going on.
    return503OnClosing: false,
    http: {
      headersTimeout: HEADERS_MS,
      connectionsCheckingInterval: TIMES_CHECKED_EVERY_MS,
      maxHeaderSize: HEADERS_BYTES,
      // Some clients offer HTTP/2 with each request; only a WebSocket is taken out of HTTP's hands.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
      // The gate refuses what names no host, in the words of every refusal.
      requireHostHeader: false,
    },
    frameworkErrors: sendUnreadable(parts.headers),
    clientErrorHandler: refuseSocket(parts.headers),
  });
  app.server.maxConnections = CONNECTIONS_LIMIT;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerWatching(app, parts);
  registerBodies(app);
  registerProblems(app);
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), CLOSE_MS).unref();
    // A connection whose answer began before that is kept alive after it, and nobody would come back to it.
    const look = setInterval(() => app.server.closeIdleConnections(), IDLE_LOOK_MS);
    app.server.once('close', () => clearInterval(look));
  });
  guard(app, parts);
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Chimera', version: '0.1.0' } },
    transform: describedRoute,
  });
  registerHealth(app, parts);
  registerMetrics(app, parts.metrics, parts.authoriser);
  if (!parts.isForPeople) return app.setNotFoundHandler(sendUnrouted);
  await registerApi(app, parts);
  registerDocumentation(app);
  await registerWeb(app, parts.webRoot, parts.logger);
  return app;
}

function guard(app: FastifyInstance, { gate, headers }: Pick<ServerParts, 'gate' | 'headers'>): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(headers).header('x-request-id', request.id);
    gate.check(request.raw);
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
  // It is half a megabyte, and the same for as long as the process runs.
  let document = '';
  app.get('/openapi.json', hidden, async (_, reply) => {
    document ||= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(document);
  });
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
      // The build has put `.br` and `.gz` beside what gets smaller by it.
      preCompressed: true,
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
