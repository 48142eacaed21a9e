import { api } from '@chimera/protocol/api';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { Readable } from 'node:stream';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Connections } from '../live/connections.ts';
import { EventStream } from '../live/event-stream.ts';
import type { Rooms } from '../live/rooms.ts';
import { pagedLog } from '../records/event-log.ts';
import { exportConversation } from '../records/export.ts';
import { filePolicy, type SecurityHeaders } from './headers.ts';
import { askingOf, type AskingParts } from './asking.ts';
import { openEventStream } from './open-event-stream.ts';
import { admission, schemaOf, wantsStream } from './routes.ts';

export interface StreamedParts extends AskingParts {
  readonly conversations: ConversationStore;
  readonly transcripts: TranscriptStore;
  readonly rooms: Rooms;
  readonly headers: SecurityHeaders;
  readonly sockets: Connections;
}

const EVENTS_LIMIT = 100;

/** Operations that answer with a stream or a file. */
export function registerStreamedRoutes(app: FastifyInstance, parts: StreamedParts): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const { listEvents, exportConversation: file } = api;

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
      const { identity } = askingOf(request);
      const ref = { ownerId: identity.person.userId, id: request.params.id };
      const conversation = await parts.conversations.get(ref);
      const cursor = cursorOf(request.headers['last-event-id'], request.query);
      if (!wantsStream(request)) {
        const limit = request.query.limit ?? EVENTS_LIMIT;
        const items = await parts.transcripts.events(ref, cursor.after, limit);
        const { gen, head } = conversation;
        const last = items.at(-1);
        return { items, gen, head, ...(last && last.seq < head && { nextCursor: String(last.seq) }) };
      }
      parts.sockets.requireRoom(identity);
      const response = openEventStream(reply);
      const { rooms, sockets } = parts;
      const stream = new EventStream({ response, identity, rooms, gen: conversation.gen });
      sockets.addStream(stream);
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
        .header('content-security-policy', filePolicy)
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
