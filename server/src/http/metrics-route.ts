import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { isFromHere } from './from-here.ts';
import { sendUnrouted } from './unrouted.ts';

/** `GET /metrics` in the text format of Prometheus, for whoever is on this machine. */
export function registerMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isFromHere(request.raw)) return sendUnrouted(request, reply);
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.metrics());
  });
}
