import { z } from 'zod';
import {
  conversationSchema,
  messageChangeSchema,
  newMessageSchema,
  queuedSchema,
  steeringSchema,
} from './conversation.ts';
import { newSeatSchema, seatChangeSchema } from './seat.ts';
import { messageSchema } from './message.ts';
import { idSchema, itemsOf, type Operation, pageQuery } from './operation.ts';

const ofConversation = z.object({ id: idSchema });
const ofSeat = z.object({ id: idSchema, seatId: idSchema });
const ofMessage = z.object({ id: idSchema, messageId: idSchema });
const position = z.coerce.number().int().nonnegative().optional();

/** What is said on the stage of a conversation, who speaks next, and who is there. */
export const stageApi = {
  listMessages: {
    method: 'GET',
    path: '/api/conversations/:id/messages',
    tag: 'conversations',
    summary:
      'A page of the transcript, oldest first: before a position (`cursor` says the same), or after one, where `nextCursor` is the next `after`',
    access: 'read',
    params: ofConversation,
    query: z.object({ before: position, after: position, limit: pageQuery.limit, cursor: position }),
    response: itemsOf(messageSchema),
    status: 200,
  },
  say: {
    method: 'POST',
    path: '/api/conversations/:id/messages',
    tag: 'conversations',
    summary: 'Say something as yourself, as a seat or as the narrator; with `to` it is a whisper',
    access: 'converse',
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
    access: 'converse',
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
    access: 'converse',
    params: ofMessage,
    response: conversationSchema,
    status: 200,
  },
  next: {
    method: 'POST',
    path: '/api/conversations/:id/next',
    tag: 'conversations',
    summary: 'This seat speaks next; with `now` it cuts in',
    access: 'converse',
    params: ofConversation,
    body: z.strictObject({ seatId: idSchema, when: z.enum(['now', 'queued']).optional() }),
    response: itemsOf(queuedSchema),
    status: 200,
  },
  getQueue: {
    method: 'GET',
    path: '/api/conversations/:id/queue',
    tag: 'conversations',
    summary: 'Who speaks next, by direction',
    access: 'read',
    params: ofConversation,
    response: itemsOf(queuedSchema),
    status: 200,
  },
  setQueue: {
    method: 'PUT',
    path: '/api/conversations/:id/queue',
    tag: 'conversations',
    summary: 'Set the whole queue',
    access: 'converse',
    params: ofConversation,
    body: z.strictObject({ seatIds: z.array(idSchema).max(100) }),
    response: itemsOf(queuedSchema),
    status: 200,
  },
  steer: {
    method: 'POST',
    path: '/api/conversations/:id/steer',
    tag: 'conversations',
    summary: 'Turn the talk: let everybody have a last word and end, or raise the heat for a while',
    access: 'converse',
    params: ofConversation,
    body: z.strictObject({ direction: steeringSchema }),
    response: conversationSchema,
    status: 200,
  },
  addSeat: {
    method: 'POST',
    path: '/api/conversations/:id/seats',
    tag: 'conversations',
    summary: 'Bring a persona in',
    access: 'converse',
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
    access: 'converse',
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
    access: 'converse',
    params: ofSeat,
    response: conversationSchema,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
