import type { Model } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import type { CallLimits } from './limits.ts';
import { networkProblem } from './network-problem.ts';
import { ProviderError } from './provider.ts';
import { refusal, retryAfterOf } from './vendor-problem.ts';
import { wordsOfBody } from './vendor-words.ts';

/** OpenRouter's list, the longest that is known, is about a megabyte. */
const LIST_LIMIT_BYTES = 8_388_608;

/** A price for one token, in US dollars, as text; negative for routers whose price varies. */
const priceSchema = z.coerce.number().nonnegative().optional().catch(undefined);
const tokensSchema = z.number().int().positive().optional().catch(undefined);

const listedModelSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200).optional().catch(undefined),
  context_length: tokensSchema,
  max_model_len: tokensSchema,
  max_context_length: tokensSchema,
  pricing: z.object({ prompt: priceSchema, completion: priceSchema }).optional().catch(undefined),
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

export interface ModelListCall {
  readonly name: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly key: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly limits: CallLimits;
}

/** The models that a server offers. An entry that cannot be read is left out. */
export async function listModels(call: ModelListCall, signal: AbortSignal): Promise<readonly Model[]> {
  const answer = await fetchList(call, signal);
  const list = listSchema.safeParse(answer);
  if (!list.success) {
    throw new ProviderError('garbled', `${call.name} answered, but not with a list of models.`, {
      retryable: false,
      cause: list.error,
    });
  }
  return list.data.flatMap((entry) => {
    const model = listedModelSchema.safeParse(entry);
    return model.success ? [modelOf(model.data)] : [];
  });
}

async function fetchList(call: ModelListCall, signal: AbortSignal): Promise<unknown> {
  const limit = AbortSignal.timeout(call.limits.modelsMs);
  try {
    const response = await call.dispatcher.request({
      origin: call.url.origin,
      path: `${call.url.pathname}/models${call.url.search}`,
      method: 'GET',
      headers: { ...call.headers, accept: 'application/json' },
      signal: AbortSignal.any([signal, limit]),
    });
    const body = await textOf(response.body, call.name);
    if (response.statusCode === 200) return JSON.parse(body);
    const asked = { vendorName: call.name, model: 'its models', hasKey: call.key !== undefined };
    const retryAfterMs = retryAfterOf(response.headers, Date.now());
    throw refusal(asked, response.statusCode, wordsOfBody(body, call.key), retryAfterMs);
  } catch (error) {
    throw listProblem(call, error, signal, limit);
  }
}

async function textOf(body: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LIST_LIMIT_BYTES) {
      throw new ProviderError('garbled', `${name} answered with a list of models of more than 8 MB.`, {
        retryable: false,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function listProblem(call: ModelListCall, error: unknown, signal: AbortSignal, limit: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof ProviderError) return error;
  if (limit.aborted) {
    return new ProviderError('timeout', `${call.name} took too long to list its models.`, {
      retryable: true,
      cause: error,
    });
  }
  if (error instanceof SyntaxError) {
    return new ProviderError('garbled', `${call.name} answered, but not with a list of models.`, {
      retryable: false,
      cause: error,
    });
  }
  const where = { vendorName: call.name, host: call.url.host, begun: false };
  return networkProblem(where, error instanceof Error ? error : new Error(String(error)));
}

function modelOf(listed: z.infer<typeof listedModelSchema>): Model {
  const { id, name, pricing, architecture } = listed;
  const contextTokens = listed.context_length ?? listed.max_model_len ?? listed.max_context_length;
  return {
    id,
    ...(name !== undefined && { name }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(pricing?.prompt !== undefined && { inputPrice: perMillion(pricing.prompt) }),
    ...(pricing?.completion !== undefined && { outputPrice: perMillion(pricing.completion) }),
    ...(architecture && { vision: architecture.input_modalities.includes('image') }),
  };
}

/** Rounded to a ten-thousandth of a dollar, for the vendor's text is exact and a float is not. */
function perMillion(pricePerToken: number): number {
  return Math.round(pricePerToken * 1e10) / 1e4;
}
