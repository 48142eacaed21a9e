import { z } from 'zod';
import { chatModels } from './chat-models.ts';
import { entriesOf } from './model-list.ts';
import { openAiCompatible } from './openai-compatible.ts';
import { lmStudioQuirks } from './quirks.ts';
import type { AskJson, ListedModel, WireProtocol } from './wire-protocol.ts';

const chat = openAiCompatible(lmStudioQuirks);

/** OpenAI's chat protocol, with a list of models that tells more at LM Studio's own address, beside `/v1`. */
export const lmStudio: WireProtocol = {
  ...chat,
  completePath: (path) => path.replace(/(\/api)?\/v\d$/, ''),
  requestPath: (model) => `/v1${chat.requestPath(model)}`,
  modelLister: () => async (ask) => {
    const told = moreOf(ask);
    const models = chatModels(await ask('/v1/models'));
    return models && withMore(models, await told);
  },
};

const tokensSchema = z.number().int().positive().optional().catch(undefined);

/** lmstudio.ai/docs, REST API v0: `GET /api/v0/models`. */
const moreSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.enum(['llm', 'vlm', 'embeddings']).optional().catch(undefined),
  state: z.string().optional().catch(undefined),
  max_context_length: tokensSchema,
  loaded_context_length: tokensSchema,
});

const listSchema = z.object({ data: z.array(z.unknown()) });

type More = ReadonlyMap<string, z.infer<typeof moreSchema>>;

/** Older versions have no such address, and answer as they like. */
async function moreOf(ask: AskJson): Promise<More> {
  const answer = listSchema.safeParse(await ask('/api/v0/models').catch(() => null));
  const entries = entriesOf(answer.data?.data ?? [], moreSchema);
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function withMore(models: readonly ListedModel[], more: More): ListedModel[] {
  return models.flatMap((model) => {
    const told = more.get(model.id);
    if (told?.type === 'embeddings') return [];
    const contextTokens = told?.loaded_context_length ?? told?.max_context_length;
    return {
      ...model,
      ...(told?.state !== undefined && { loaded: told.state === 'loaded' }),
      ...(contextTokens !== undefined && { contextTokens }),
      ...(told?.type !== undefined && { vision: told.type === 'vlm' }),
    };
  });
}
