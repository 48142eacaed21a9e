import { z } from 'zod';
import {
  conversationChangeSchema,
  conversationSchema,
  conversationStateSchema,
  conversationSummarySchema,
  estimateSchema,
  newConversationSchema,
  newMessageSchema,
  messageChangeSchema,
  newSeatSchema,
  queuedSchema,
  sceneSchema,
  seatChangeSchema,
} from './conversation.ts';
import { numberedEventSchema } from './event.ts';
import { formatSchema } from './format.ts';
import { messageSchema } from './message.ts';
import { personaSchema } from './persona.ts';
import { connectionSchema, modelSchema, providerSchema } from './provider.ts';

/** One operation of the REST surface. Routes, OpenAPI and the typed client are made from these. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Absent: the answer is not JSON, see `produces`; null: no content. */
  readonly response?: z.ZodType | null;
  readonly produces?: string;
  readonly status: 200 | 201 | 204;
}

const id = z.string().min(1).max(200);
const ofConversation = z.object({ id });
const ofSeat = z.object({ id, seatId: id });
const ofMessage = z.object({ id, messageId: id });
const items = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });
const page = {
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
};
const cursorNumber = z.coerce.number().int().nonnegative().optional();

export const exportFormatSchema = z.enum(['markdown', 'html', 'json', 'jsonl', 'text']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A conversation as a file, to bring back in: its log from the first event on. */
export const conversationFileSchema = z.object({
  chimera: z.literal(1),
  events: z.array(numberedEventSchema).min(1).max(200_000),
});
export type ConversationFile = z.infer<typeof conversationFileSchema>;

export const api = {
  listPersonas: {
    method: 'GET',
    path: '/api/personas',
    tag: 'personas',
    summary: 'Personas that one may seat',
    query: z.object({ ...page, q: z.string().max(200).optional(), tag: z.string().max(60).optional() }),
    response: items(personaSchema),
    status: 200,
  },
  getPersona: {
    method: 'GET',
    path: '/api/personas/:id',
    tag: 'personas',
    summary: 'One persona',
    params: z.object({ id }),
    response: personaSchema,
    status: 200,
  },
  listScenes: {
    method: 'GET',
    path: '/api/scenes',
    tag: 'personas',
    summary: 'Ready scenes to press play on',
    response: items(sceneSchema),
    status: 200,
  },
  listFormats: {
    method: 'GET',
    path: '/api/formats',
    tag: 'conversations',
    summary: 'Formats: scripts of how turns go',
    response: items(formatSchema),
    status: 200,
  },
  suggestTopics: {
    method: 'GET',
    path: '/api/topics',
    tag: 'conversations',
    summary: 'Openings that fit a cast',
    query: z.object({ personaIds: z.string().max(2000).optional(), limit: page.limit }),
    response: items(z.object({ topic: z.string(), personaIds: z.array(z.string()) })),
    status: 200,
  },
  listProviders: {
    method: 'GET',
    path: '/api/providers',
    tag: 'providers',
    summary: 'Providers and how they are',
    response: items(providerSchema),
    status: 200,
  },
  listConnections: {
    method: 'GET',
    path: '/api/connections',
    tag: 'providers',
    summary: 'Connections to providers; keys never come back',
    response: items(connectionSchema),
    status: 200,
  },
  listModels: {
    method: 'GET',
    path: '/api/connections/:id/models',
    tag: 'providers',
    summary: 'Models that a connection offers',
    params: z.object({ id }),
    response: items(modelSchema),
    status: 200,
  },
  createConversation: {
    method: 'POST',
    path: '/api/conversations',
    tag: 'conversations',
    summary: 'Make a conversation; it does not play yet',
    body: newConversationSchema,
    response: conversationSchema,
    status: 201,
  },
  listConversations: {
    method: 'GET',
    path: '/api/conversations',
    tag: 'conversations',
    summary: "One's conversations, the last touched first",
    query: z.object({
      ...page,
      q: z.string().max(200).optional(),
      state: conversationStateSchema.optional(),
    }),
    response: items(conversationSummarySchema),
    status: 200,
  },
  importConversation: {
    method: 'POST',
    path: '/api/conversations/import',
    tag: 'records',
    summary: 'Bring back a conversation that was exported as JSON',
    body: conversationFileSchema,
    response: conversationSchema,
    status: 201,
  },
  getConversation: {
    method: 'GET',
    path: '/api/conversations/:id',
    tag: 'conversations',
    summary: 'One conversation with its cast',
    params: ofConversation,
    response: conversationSchema,
    status: 200,
  },
  changeConversation: {
    method: 'PATCH',
    path: '/api/conversations/:id',
    tag: 'conversations',
    summary: 'Change title, topic, format or settings',
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
    params: ofConversation,
    response: null,
    status: 204,
  },
  play: control('play', 'Play: it talks until something stops it'),
  pause: control('pause', 'Pause at once; what was said until then is kept'),
  step: control('step', 'Take one turn, then pause'),
  stop: control('stop', 'Stop'),
  listMessages: {
    method: 'GET',
    path: '/api/conversations/:id/messages',
    tag: 'conversations',
    summary: 'A page of the transcript, oldest first, before a position',
    params: ofConversation,
    query: z.object({ before: cursorNumber, limit: page.limit }),
    response: items(messageSchema),
    status: 200,
  },
  say: {
    method: 'POST',
    path: '/api/conversations/:id/messages',
    tag: 'conversations',
    summary: 'Say something as yourself, as a seat or as the narrator; with `to` it is a whisper',
    params: ofConversation,
    body: newMessageSchema,
    response: messageSchema,
    status: 201,
  },
  changeMessage: {
    method: 'PATCH',
    path: '/api/conversations/:id/messages/:messageId',
    tag: 'conversations',
    summary: 'Edit a message, or show another of its alternatives',
    params: ofMessage,
    body: messageChangeSchema,
    response: messageSchema,
    status: 200,
  },
  regenerate: {
    method: 'POST',
    path: '/api/conversations/:id/messages/:messageId/regenerate',
    tag: 'conversations',
    summary: 'Take the turn of a message again; the earlier version is kept as an alternative',
    params: ofMessage,
    response: conversationSchema,
    status: 200,
  },
  next: {
    method: 'POST',
    path: '/api/conversations/:id/next',
    tag: 'conversations',
    summary: 'This seat speaks next; with `now` it cuts in',
    params: ofConversation,
    body: z.strictObject({ seatId: id, when: z.enum(['now', 'queued']).optional() }),
    response: items(queuedSchema),
    status: 200,
  },
  getQueue: {
    method: 'GET',
    path: '/api/conversations/:id/queue',
    tag: 'conversations',
    summary: 'Who speaks next, by direction',
    params: ofConversation,
    response: items(queuedSchema),
    status: 200,
  },
  setQueue: {
    method: 'PUT',
    path: '/api/conversations/:id/queue',
    tag: 'conversations',
    summary: 'Set the whole queue',
    params: ofConversation,
    body: z.strictObject({ seatIds: z.array(id).max(100) }),
    response: items(queuedSchema),
    status: 200,
  },
  addSeat: {
    method: 'POST',
    path: '/api/conversations/:id/seats',
    tag: 'conversations',
    summary: 'Bring a persona in',
    params: ofConversation,
    body: newSeatSchema,
    response: conversationSchema,
    status: 201,
  },
  changeSeat: {
    method: 'PATCH',
    path: '/api/conversations/:id/seats/:seatId',
    tag: 'conversations',
    summary: "Change a seat's brain, name or presence; `{human: true}` as brain takes it over",
    params: ofSeat,
    body: seatChangeSchema,
    response: conversationSchema,
    status: 200,
  },
  removeSeat: {
    method: 'DELETE',
    path: '/api/conversations/:id/seats/:seatId',
    tag: 'conversations',
    summary: 'Take a seat out of the cast; what it said stays',
    params: ofSeat,
    response: conversationSchema,
    status: 200,
  },
  fork: {
    method: 'POST',
    path: '/api/conversations/:id/fork',
    tag: 'conversations',
    summary: 'Branch: a new conversation with the same log up to a position',
    params: ofConversation,
    body: z.strictObject({
      atSeq: z.number().int().positive().optional(),
      seats: z.array(newSeatSchema).min(1).max(24).optional(),
    }),
    response: conversationSchema,
    status: 201,
  },
  listEvents: {
    method: 'GET',
    path: '/api/conversations/:id/events',
    tag: 'live',
    summary: 'The log after a position: a page of JSON, or a live stream of server-sent events',
    params: ofConversation,
    query: z.object({ after: cursorNumber, gen: z.string().max(200).optional(), limit: page.limit }),
    response: items(numberedEventSchema).extend({ gen: z.string(), head: z.number().int() }),
    status: 200,
  },
  estimate: {
    method: 'GET',
    path: '/api/conversations/:id/estimate',
    tag: 'conversations',
    summary: 'What playing on would cost, about',
    params: ofConversation,
    response: estimateSchema,
    status: 200,
  },
  exportConversation: {
    method: 'GET',
    path: '/api/conversations/:id/export',
    tag: 'records',
    summary: 'The whole conversation as a file',
    params: ofConversation,
    query: z.object({ format: exportFormatSchema.optional() }),
    produces: 'text/markdown',
    status: 200,
  },
  createTicket: {
    method: 'POST',
    path: '/api/ws-ticket',
    tag: 'live',
    summary: 'A ticket that opens one WebSocket within 30 seconds',
    response: z.object({ ticket: z.string(), expiresAt: z.iso.datetime() }),
    status: 200,
  },
} as const satisfies Record<string, Operation>;

export type Api = typeof api;
export type OperationName = keyof Api;

function control<const N extends string>(name: N, summary: string) {
  return {
    method: 'POST',
    path: `/api/conversations/:id/${name}`,
    tag: 'conversations',
    summary,
    params: ofConversation,
    response: conversationSchema,
    status: 200,
  } as const;
}

type InputOf<T> = T extends z.ZodType ? z.input<T> : never;
type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a caller passes: path parameters, query and body, as far as the operation has them. */
export type CallOf<N extends OperationName> = (Api[N] extends { params: infer P }
  ? { params: InputOf<P> }
  : object) &
  (Api[N] extends { query: infer Q } ? { query?: InputOf<Q> } : object) &
  (Api[N] extends { body: infer B } ? { body: InputOf<B> } : object);

/** What comes back. */
export type AnswerOf<N extends OperationName> = Api[N] extends { response: infer R } ? OutputOf<R> : string;
