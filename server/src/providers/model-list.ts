import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { CallLimits } from './limits.ts';
import { networkProblem } from './network-problem.ts';
import { ProviderError } from './provider.ts';
import { refusal, retryAfterOf } from './vendor-problem.ts';
import { wordsOfBody } from './vendor-words.ts';
import type { AskJson, ListedModel, ListModels } from './wire-protocol.ts';

/** OpenRouter's list, the longest that is known, is about a megabyte, with some ten thousand values in it. */
const LIST_LIMIT_BYTES = 4_194_304;
/** What is told of one model is some ten thousands of bytes, its licence included. */
const DETAILS_LIMIT_BYTES = 262_144;
/** A value takes two bytes to send and fifty to keep. */
const VALUES_LIMIT = 200_000;
const MODELS_LIMIT = 5_000;
/** More of a refusal is not read. */
const REFUSAL_LIMIT_BYTES = 65_536;

const COMMA = 44;
const BRACKET = 91;
const BRACE = 123;

export interface ModelListCall {
  readonly name: string;
  readonly url: URL;
  /** As errors name it. */
  readonly host: string;
  /** Where a path behind the base URL leads. */
  readonly pathOf: (path: string) => string;
  readonly headers: Readonly<Record<string, string>>;
  readonly list: ListModels;
  readonly key: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly limits: CallLimits;
}

/** The models that a server offers. */
export async function listModels(call: ModelListCall, signal: AbortSignal): Promise<readonly ListedModel[]> {
  const models = await call.list(askJson(call, signal));
  if (models === null) throw noList(call, undefined);
  return models;
}

/** A list that one call gets. */
export function listAt(
  path: string,
  read: (answer: unknown) => readonly ListedModel[] | null,
): () => ListModels {
  return () => async (ask) => read(await ask(path));
}

/** Reads a list by its schema, and each entry by another; entries that do not fit, or are null then, are left out. */
export function modelsBySchema(
  listSchema: z.ZodType<readonly unknown[]>,
  modelSchema: z.ZodType<ListedModel | null>,
): (answer: unknown) => readonly ListedModel[] | null {
  return (answer) => {
    const list = listSchema.safeParse(answer);
    if (!list.success) return null;
    return entriesOf(list.data, modelSchema);
  };
}

/** The entries that fit, of as many as a list may have. */
export function entriesOf<Entry>(list: readonly unknown[], schema: z.ZodType<Entry | null>): Entry[] {
  return list.slice(0, MODELS_LIMIT).flatMap((entry) => schema.safeParse(entry).data ?? []);
}

/** One limit for all that a list takes, however many calls that are. */
function askJson(call: ModelListCall, signal: AbortSignal): AskJson {
  const limit = AbortSignal.timeout(call.limits.modelsMs);
  return async (path, body) => {
    try {
      return await fetchJson(call, { path, body, signal: AbortSignal.any([signal, limit]) });
    } catch (error) {
      throw listProblem(call, error, signal, limit);
    }
  };
}

async function fetchJson(
  call: ModelListCall,
  { path, body, signal }: { path: string; body: object | undefined; signal: AbortSignal },
): Promise<unknown> {
  const headers = { ...call.headers, accept: 'application/json', 'accept-encoding': 'identity' };
  const response = await call.dispatcher.request({
    origin: call.url.origin,
    path: call.pathOf(path),
    signal,
    ...(body === undefined
      ? { method: 'GET', headers }
      : {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  if (response.statusCode === 200) {
    const limitBytes = body === undefined ? LIST_LIMIT_BYTES : DETAILS_LIMIT_BYTES;
    return JSON.parse(await textUpTo(limitBytes, response.body, call.name));
  }
  const text = await refusalText(response.body);
  const asked = { vendorName: call.name, model: 'its models', hasKey: call.key !== undefined };
  const retryAfterMs = retryAfterOf(response.headers, Date.now());
  throw refusal(asked, response.statusCode, wordsOfBody(text, call.key), retryAfterMs);
}

/** What is too long is told before it is parsed, and left as soon as it is. */
async function textUpTo(limitBytes: number, body: AsyncIterable<Buffer>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let values = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    values += valuesIn(chunk);
    if (bytes > limitBytes || values > VALUES_LIMIT) {
      const detail = `${name} tells more of its models than any vendor does.`;
      throw new ProviderError('garbled', detail, { retryable: false });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** No fewer than there are: each value of JSON stands behind a comma or a bracket. */
function valuesIn(json: Buffer): number {
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === COMMA || byte === BRACKET || byte === BRACE) values += 1;
  }
  return values;
}

async function refusalText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= REFUSAL_LIMIT_BYTES) break;
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
  if (error instanceof SyntaxError) return noList(call, error);
  const where = { vendorName: call.name, host: call.host, begun: false };
  return networkProblem(where, error instanceof Error ? error : new Error(String(error)));
}

function noList({ name }: ModelListCall, cause: unknown): ProviderError {
  const detail = `${name} answered, but not with a list of models.`;
  return new ProviderError('garbled', detail, { retryable: false, cause });
}
