import { z } from 'zod';
import { sceneSchema } from './scene.ts';
import { accountApi } from './account-api.ts';
import { adminApi } from './admin-api.ts';
import { cacheApi } from './cache-api.ts';
import { castApi } from './cast-api.ts';
import { connectionApi } from './connection-api.ts';
import { conversationApi } from './conversation-api.ts';
import { formatSchema } from './format.ts';
import { instanceSchema } from './instance.ts';
import { itemsOf, type Operation, pageQuery } from './operation.ts';
import { plainText } from './plain-text.ts';
import { personaApi } from './persona-api.ts';
import { searchApi } from './search-api.ts';
import { studioApi } from './studio-api.ts';
import { spendingApi } from './spending-api.ts';

/** The whole REST surface. */
export const api = {
  getInstance: {
    method: 'GET',
    path: '/api/instance',
    tag: 'instance',
    summary: 'What anybody may know of this server: whether it has accounts, and who may make one',
    access: 'anyone',
    response: instanceSchema,
    status: 200,
  },
  listScenes: {
    method: 'GET',
    path: '/api/scenes',
    tag: 'personas',
    summary: 'Ready scenes to press play on',
    access: 'read',
    response: itemsOf(sceneSchema),
    status: 200,
  },
  listFormats: {
    method: 'GET',
    path: '/api/formats',
    tag: 'conversations',
    summary: 'Formats: scripts of how turns go',
    access: 'read',
    response: itemsOf(formatSchema),
    status: 200,
  },
  suggestTopics: {
    method: 'GET',
    path: '/api/topics',
    tag: 'conversations',
    summary: 'Openings that fit a cast',
    access: 'read',
    query: z.object({ personaIds: plainText().max(2000).optional(), limit: pageQuery.limit }),
    response: itemsOf(z.object({ topic: z.string(), personaIds: z.array(z.string()) })),
    status: 200,
  },
  ...personaApi,
  ...studioApi,
  ...castApi,
  ...accountApi,
  ...adminApi,
  ...connectionApi,
  ...conversationApi,
  ...searchApi,
  ...cacheApi,
  ...spendingApi,
  createTicket: {
    method: 'POST',
    path: '/api/ws-ticket',
    tag: 'live',
    summary: 'A ticket that opens one WebSocket within 30 seconds',
    access: 'read',
    response: z.object({ ticket: z.string(), expiresAt: z.iso.datetime() }),
    status: 200,
  },
} as const satisfies Record<string, Operation>;

export type Api = typeof api;
export type OperationName = keyof Api;
/** What there is only where there are accounts. */
export type AccountOperationName = keyof typeof accountApi | keyof typeof adminApi;
export const accountOperations: ReadonlySet<string> = new Set([
  ...Object.keys(accountApi),
  ...Object.keys(adminApi),
]);

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
