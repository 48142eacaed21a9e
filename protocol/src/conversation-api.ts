import { z } from 'zod';
import {
  conversationChangeSchema,
  conversationSchema,
  conversationStateSchema,
  conversationSummarySchema,
  newConversationSchema,
} from './conversation.ts';
import { newSeatSchema, SEATS_LIMIT } from './seat.ts';
import { estimateSchema } from './spending.ts';
import { numberedEventSchema } from './event.ts';
import { plainText } from './plain-text.ts';
import { promptApi } from './prompt-api.ts';
import { stageApi } from './stage-api.ts';
import { idSchema, itemsOf, type Operation, pageQuery } from './operation.ts';

const ofConversation = z.object({ id: idSchema });
const position = z.coerce.number().int().nonnegative().optional();

export const exportFormatSchema = z.enum(['markdown', 'html', 'json', 'jsonl', 'text']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A conversation as a file, to bring back in: its log from the first event on. */
export const conversationFileSchema = z.object({
  chimera: z.literal(1),
  events: z.array(numberedEventSchema).min(1).max(200_000),
});
export type ConversationFile = z.infer<typeof conversationFileSchema>;

/** Everything under /api/conversations. */
export const conversationApi = {
  createConversation: {
    method: 'POST',
    path: '/api/conversations',
    tag: 'conversations',
    summary: 'Make a conversation; it does not play yet',
    access: 'converse',
    body: newConversationSchema,
    response: conversationSchema,
    status: 201,
  },
  listConversations: {
    method: 'GET',
    path: '/api/conversations',
    tag: 'conversations',
    summary: "One's conversations, the last touched first",
    access: 'read',
    query: z.object({
      ...pageQuery,
      q: plainText().max(200).optional(),
      state: conversationStateSchema.optional(),
    }),
    response: itemsOf(conversationSummarySchema),
    status: 200,
  },
  importConversation: {
    method: 'POST',
    path: '/api/conversations/import',
    tag: 'records',
    summary: 'Bring back a conversation that was exported as JSON',
    access: 'converse',
    body: conversationFileSchema,
    response: conversationSchema,
    status: 201,
  },
  getConversation: {
    method: 'GET',
    path: '/api/conversations/:id',
    tag: 'conversations',
    summary: 'One conversation with its cast',
    access: 'read',
    params: ofConversation,
    response: conversationSchema,
    status: 200,
  },
  changeConversation: {
    method: 'PATCH',
    path: '/api/conversations/:id',
    tag: 'conversations',
    summary: 'Change title, topic, format or settings',
    access: 'converse',
    params: ofConversation,
    body: conversationChangeSchema,
    response: conversationSchema,
    status: 200,
  },
  deleteConversation: {
    method: 'DELETE',
    path: '/api/conversations/:id',
    tag: 'conversations',
    summary: 'Delete a conversation with all that was said',
    access: 'converse',
    params: ofConversation,
    response: null,
    status: 204,
  },
  play: control('play', 'Play: it talks until something stops it'),
  pause: control('pause', 'Pause at once; what was said until then is kept'),
  step: control('step', 'Take one turn, then pause'),
  stop: control('stop', 'Stop'),
  fork: {
    method: 'POST',
    path: '/api/conversations/:id/fork',
    tag: 'conversations',
    summary: 'Branch: a new conversation with the same log up to a position',
    access: 'converse',
    params: ofConversation,
    body: z.strictObject({
      atSeq: z.number().int().positive().optional(),
      seats: z.array(newSeatSchema).min(1).max(SEATS_LIMIT).optional(),
    }),
    response: conversationSchema,
    status: 201,
  },
  listEvents: {
    method: 'GET',
    path: '/api/conversations/:id/events',
    tag: 'live',
    summary:
      'The log after a position (`cursor` says the same): a page of JSON, or a live stream of server-sent events',
    access: 'read',
    params: ofConversation,
    query: z.object({
      after: position,
      gen: plainText().max(200).optional(),
      limit: pageQuery.limit,
      cursor: position,
    }),
    response: itemsOf(numberedEventSchema).extend({ gen: z.string(), head: z.number().int() }),
    produces: ['text/event-stream'],
    status: 200,
  },
  estimate: {
    method: 'GET',
    path: '/api/conversations/:id/estimate',
    tag: 'conversations',
    summary: 'What playing on would cost, about',
    access: 'read',
    params: ofConversation,
    response: estimateSchema,
    status: 200,
  },
  exportConversation: {
    method: 'GET',
    path: '/api/conversations/:id/export',
    tag: 'records',
    summary: 'The whole conversation as a file',
    access: 'read',
    params: ofConversation,
    query: z.object({ format: exportFormatSchema.optional() }),
    produces: ['text/markdown', 'text/html', 'application/json', 'application/x-ndjson', 'text/plain'],
    status: 200,
  },
  ...stageApi,
  ...promptApi,
} as const satisfies Record<string, Operation>;

function control<const N extends string>(name: N, summary: string) {
  return {
    method: 'POST',
    path: `/api/conversations/:id/${name}`,
    tag: 'conversations',
    summary,
    access: 'converse',
    params: ofConversation,
    response: conversationSchema,
    status: 200,
  } as const;
}
