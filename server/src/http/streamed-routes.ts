import { api } from '@chimera/protocol/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import { EventStream } from '../live/event-stream.ts';
import type { Rooms } from '../live/rooms.ts';
import { pagedLog } from '../records/event-log.ts';
import { exportConversation } from '../records/export.ts';
import { askingOf, type AskingParts } from './asking.ts';
import { admission, schemaOf, wantsStream } from './routes.ts';

export interface StreamedParts extends AskingParts {
  readonly conversations: ConversationStore;
  readonly transcripts: TranscriptStore;
  readonly rooms: Rooms;
}

const EVENTS_LIMIT = 100;

/** Operations that answer with a stream or a file. */
export function registerStreamedRoutes(app: FastifyInstance, parts: StreamedParts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { listEvents, exportConversation: file } = api;
  const open = new Set<EventStream>();
  // The server waits for answers to end, and these end only when told to.
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });

  routes.get(
    listEvents.path,
    {
      onRequest: admission(parts, 'listEvents', listEvents),
      schema: {
        ...schemaOf('listEvents', listEvents),
        params: listEvents.params,
        querystring: listEvents.query,
      },
    },
    async (request, reply) => {
      const ref = { ownerId: askingOf(request).identity.person.userId, id: request.params.id };
      const conversation = await parts.conversations.get(ref);
      const cursor = cursorOf(request.headers['last-event-id'], request.query);
      if (!wantsStream(request)) {
        const limit = request.query.limit ?? EVENTS_LIMIT;
        const items = await parts.transcripts.events(ref, cursor.after, limit);
        const { gen, head } = conversation;
        const last = items.at(-1);
        return { items, gen, head, ...(last && last.seq < head && { nextCursor: String(last.seq) }) };
      }
      // What hooks have set, which a reply that is taken over would not send.
      for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value ?? '');
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      const stream = new EventStream(reply.raw, parts.rooms, conversation.gen);
      open.add(stream);
      reply.raw.on('close', () => open.delete(stream));
      await stream.follow(ref, cursor);
      return reply;
    },
  );

  routes.get(
    file.path,
    {
      onRequest: admission(parts, 'exportConversation', file),
      schema: { ...schemaOf('exportConversation', file), params: file.params, querystring: file.query },
    },
    async (request, reply) => {
      const ref = { ownerId: askingOf(request).identity.person.userId, id: request.params.id };
      const conversation = await parts.conversations.get(ref);
      const log = pagedLog((after, limit) => parts.transcripts.events(ref, after, limit), conversation.head);
      const { contentType, contentDisposition, body } = exportConversation(
        request.query.format ?? 'markdown',
        {
          conversation,
          events: log,
        },
      );
      return reply
        .type(contentType)
        .header('content-disposition', contentDisposition)
        .send(Readable.from(body));
    },
  );
}

/** `Last-Event-ID` is `gen:seq` of the last event that the client has. */
function cursorOf(
  lastEventId: string | string[] | undefined,
  query: { after?: number | undefined; cursor?: number | undefined; gen?: string | undefined },
): { after: number; gen?: string | undefined } {
  const match = typeof lastEventId === 'string' ? /^([\w-]+):(\d+)$/.exec(lastEventId) : null;
  if (match) return { gen: match[1], after: Number(match[2]) };
  return { after: query.after ?? query.cursor ?? 0, gen: query.gen };
}
