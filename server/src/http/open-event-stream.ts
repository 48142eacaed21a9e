import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Takes a reply over for server-sent events (WHATWG HTML, section 9.2). From here on its status is sent. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  // What hooks have set, which a reply that is taken over would not send.
  for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
  reply.hijack();
  return reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
}
