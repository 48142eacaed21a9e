import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ChimeraError } from '../errors.ts';
import { type Authoriser, permit } from '../identity.ts';
import type { Metrics } from '../metrics.ts';
import { credentialsOf } from './credentials.ts';
import { isFromHere } from './from-here.ts';
import { showsKey } from './gate.ts';
import { sendUnrouted } from './unrouted.ts';

/**
 * `GET /metrics` in the text format of Prometheus, for whoever is on this machine, and with the token or key of
 * an admin from anywhere. A proxy is on this machine too, and asks for people who are not: what it passes on
 * is refused.
 */
export function registerMetrics(app: FastifyInstance, metrics: Metrics, authoriser: Authoriser): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    // Who shows a key is judged by it alone: the gate lets them come by any host name.
    const may = showsKey(request.headers) ? await isOfAdmin(request, authoriser) : isFromHere(request.raw);
    if (!may) return sendUnrouted(request, reply);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

/** By `Authorization` or `X-Api-Key` alone: what a browser sends by itself opens nothing here. */
async function isOfAdmin({ method, headers }: FastifyRequest, authoriser: Authoriser): Promise<boolean> {
  try {
    const shown = credentialsOf({ method, headers, isUpgrade: false });
    if (shown.kind !== 'token' && shown.kind !== 'key') return false;
    const identity = await authoriser.identify(shown);
    permit(identity, 'admin');
    // Without accounts everybody is the owner, whatever they show.
    return identity?.grant.kind !== 'local';
  } catch (error) {
    // Whoever may not see it is not told that it is there.
    if (error instanceof ChimeraError) return false;
    throw error;
  }
}
