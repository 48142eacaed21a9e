import type { Instance } from '@chimera/protocol/instance';
import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import type { AskingParts } from './asking.ts';
import type { AccountHandlers, Handlers } from './handlers.ts';
import { auditionHandlers } from './audition-handlers.ts';
import { type AuditionRouteParts, registerAuditionRoutes } from './audition-routes.ts';
import { type AvatarParts, registerAvatarRoutes } from './avatar-routes.ts';
import { cacheHandlers, type CacheParts } from './cache-handlers.ts';
import { type CardParts, registerCardRoutes } from './card-routes.ts';
import { type CastFileParts, registerCastFileRoutes } from './cast-file-routes.ts';
import { type CastParts, castHandlers } from './cast-handlers.ts';
import { type CatalogParts, catalogHandlers } from './catalog-handlers.ts';
import { type ConnectionParts, connectionHandlers } from './connection-handlers.ts';
import { type ConversationParts, conversationHandlers } from './conversation-handlers.ts';
import { type DraftParts, draftHandlers } from './draft-handlers.ts';
import type { Idempotency } from './idempotency.ts';
import { type PersonaParts, personaHandlers } from './persona-handlers.ts';
import { type PromptParts, promptHandlers } from './prompt-handlers.ts';
import { registerRoutes } from './routes.ts';
import { searchHandlers, type SearchParts } from './search-handlers.ts';
import { stageHandlers } from './stage-handlers.ts';
import { type SpendingParts, spendingHandlers } from './spending-handlers.ts';
import { registerStreamedRoutes, type StreamedParts } from './streamed-routes.ts';
import { registerUploads } from './uploads.ts';
import type { FastifyInstance } from 'fastify';

export interface ApiParts
  extends Omit<ConversationParts, 'brains' | 'prices'>,
    CatalogParts,
    PersonaParts,
    DraftParts,
    CastParts,
    Omit<AuditionRouteParts, 'brains'>,
    Omit<ConnectionParts, 'brains' | 'prices'>,
    PromptParts,
    SearchParts,
    CacheParts,
    SpendingParts,
    StreamedParts,
    AvatarParts,
    CardParts,
    CastFileParts,
    AskingParts {
  readonly brains: ConversationParts['brains'] & ConnectionParts['brains'] & AuditionRouteParts['brains'];
  readonly prices: ConversationParts['prices'] & ConnectionParts['prices'];
  /** What anybody may know of this server. */
  readonly instance: () => Promise<Instance>;
  /** Absent where there are no accounts. */
  readonly accounts?: AccountHandlers;
  readonly idempotency: Idempotency;
}

/** Everything that people and their programs ask for. */
export async function registerApi(app: FastifyInstance, parts: ApiParts): Promise<void> {
  await app.register(fastifyCookie);
  app.decorateRequest('asking', null);
  await app.register(async (routes) => {
    const { issueToken, ...accounts } = parts.accounts ?? {};
    const handlers: Handlers & Partial<AccountHandlers> = {
      getInstance: parts.instance,
      ...catalogHandlers(parts),
      ...personaHandlers(parts),
      ...draftHandlers(parts),
      ...castHandlers(parts),
      ...auditionHandlers(parts),
      ...connectionHandlers(parts),
      ...conversationHandlers(parts),
      ...stageHandlers(parts),
      ...promptHandlers(parts),
      ...searchHandlers(parts),
      ...cacheHandlers(parts),
      ...spendingHandlers(parts),
      ...accounts,
    };
    registerRoutes(routes, handlers, parts);
    if (issueToken) await registerFormRoutes(routes, { issueToken }, parts);
    registerStreamedRoutes(routes, parts);
    registerAuditionRoutes(routes, parts);
    await registerUploads(routes, (uploads) => {
      registerAvatarRoutes(uploads, parts);
      registerCardRoutes(uploads, parts);
      registerCastFileRoutes(uploads, parts);
    });
  });
}

/** Forms are read here and nowhere else: pages of other sites can send them without being asked. */
async function registerFormRoutes(
  app: FastifyInstance,
  handlers: Pick<AccountHandlers, 'issueToken'>,
  parts: ApiParts,
): Promise<void> {
  await app.register(async (routes) => {
    await routes.register(fastifyFormbody);
    registerRoutes(routes, handlers, parts);
  });
}
