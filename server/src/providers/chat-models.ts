import type { Model } from '@chimera/protocol/provider';
import { z } from 'zod';
import { modelsBySchema } from './model-list.ts';

/** A price for one token, in US dollars, as text; negative for routers whose price varies. */
const priceSchema = z.coerce.number().nonnegative().optional().catch(undefined);
const tokensSchema = z.number().int().positive().optional().catch(undefined);

const listedModelSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200).optional().catch(undefined),
  context_length: tokensSchema,
  max_model_len: tokensSchema,
  max_context_length: tokensSchema,
  pricing: z
    .object({ prompt: priceSchema, completion: priceSchema, input_cache_read: priceSchema })
    .optional()
    .catch(undefined),
  architecture: z
    .object({ input_modalities: z.array(z.string()) })
    .optional()
    .catch(undefined),
});

/** Ollama without any model says null; a few servers send the list bare. */
const listSchema = z.union([
  z.object({ data: z.array(z.unknown()).nullable() }).transform(({ data }) => data ?? []),
  z.array(z.unknown()),
]);

/** The list of a server that speaks OpenAI's protocol, with what single vendors tell beside the ids. */
export const chatModels = modelsBySchema(listSchema, listedModelSchema.transform(modelOf));

function modelOf(listed: z.infer<typeof listedModelSchema>): Model {
  const { id, name, pricing, architecture } = listed;
  const contextTokens = listed.context_length ?? listed.max_model_len ?? listed.max_context_length;
  return {
    id,
    ...(name !== undefined && { name }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(pricing?.prompt !== undefined && { inputPrice: perMillion(pricing.prompt) }),
    ...(pricing?.completion !== undefined && { outputPrice: perMillion(pricing.completion) }),
    ...(pricing?.input_cache_read !== undefined && {
      cachedInputPrice: perMillion(pricing.input_cache_read),
    }),
    ...(architecture && { vision: architecture.input_modalities.includes('image') }),
  };
}

/** Rounded to a ten-thousandth of a dollar, for the vendor's text is exact and a float is not. */
function perMillion(pricePerToken: number): number {
  return Math.round(pricePerToken * 1e10) / 1e4;
}
