import type { FastifyInstance } from 'fastify';

/**
 * Bodies are JSON and nothing else. An empty one is none: many clients name the type of a body
 * that they do not send. Keys that would reach into prototypes are refused.
 */
export function registerBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, String(body), done);
  });
}
