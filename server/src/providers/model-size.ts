import type { ProviderKind, SpokenBy } from '@chimera/protocol/provider';

/** What a prompt must know of the model that will read it. */
export interface ModelSize {
  /** Small models follow a short prompt better than a long one. */
  readonly prompt: 'full' | 'short';
  /** Tokens of prompt and answer together that are safe to assume. */
  readonly contextTokens: number;
}

/** Told by its id, for vendors' lists do not say: `llama3.2:1b`, `qwen2.5-3b-instruct`, `gemma3:4b`. */
export function modelSize({ kind, model }: Pick<SpokenBy, 'kind' | 'model'>): ModelSize {
  const billions = billionsIn(model);
  const prompt = billions !== null && billions < SMALL_BILLIONS ? 'short' : 'full';
  return { prompt, contextTokens: CONTEXT_TOKENS[kind] ?? PLAIN_CONTEXT_TOKENS };
}

/** Below this a list of rules is too much. */
const SMALL_BILLIONS = 8;
const PLAIN_CONTEXT_TOKENS = 16_384;
/**
 * Ollama cuts what is longer without a word, and its OpenAI-compatible route takes no `num_ctx`: 4,096 is its
 * default below 24 GiB of video memory (docs.ollama.com, context length). LM Studio loads 4,096 by default too.
 */
const CONTEXT_TOKENS: Partial<Record<ProviderKind, number>> = { ollama: 4096, lmstudio: 4096 };

/** Models whose ids do not say their size, by what they are called. */
const NAMED: readonly (readonly [RegExp, number])[] = [
  [/\bphi-?3(?:\.5)?-?mini|\bphi3(?::|$)|\bphi4-mini/iu, 3.8],
  [/\bllama3\.2(?::latest)?$/iu, 3],
  [/\bgemma3(?::latest)?$/iu, 4],
  [/\btinyllama|smollm/iu, 1.1],
];

function billionsIn(model: string): number | null {
  const named = NAMED.find(([pattern]) => pattern.test(model));
  if (named) return named[1];
  const size = /(?:^|[^\d.])(\d{1,3}(?:\.\d{1,2})?)(b|m)(?:[^a-z0-9]|$)/iu.exec(model);
  if (!size?.[1]) return null;
  return size[2]?.toLowerCase() === 'm' ? Number(size[1]) / 1000 : Number(size[1]);
}
