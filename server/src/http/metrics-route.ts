import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics.ts';
import { sendUnrouted } from './unrouted.ts';

/**
 * `GET /metrics` in the text format of Prometheus, for whoever is on this machine. A proxy is on this
 * machine too, and asks for people who are not: what it passes on is refused.
 */
export function registerMetrics(app: FastifyInstance, metrics: Metrics): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isFromHere(request)) return sendUnrouted(request, reply);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

const loopback = /^(?:::ffff:)?127\.|^::1$/;
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Asked of the socket itself: what headers say can be made up by anybody. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  return loopback.test(socket.remoteAddress ?? '') && forwarding.every((name) => headers[name] === undefined);
}
