import type { SpokenBy } from '@chimera/protocol/provider';
import { contextWindow } from './families/known-facts.ts';
import { localFamily } from './families/local.ts';
import type { ListedModel } from './wire-protocol.ts';

/** What a prompt must know of the model that will read it. */
export interface ModelSize {
  /** Small models follow a short prompt better than a long one. */
  readonly prompt: 'full' | 'short';
  /** Tokens of prompt and answer together that are safe to assume. */
  readonly contextTokens: number;
}

type Named = Pick<SpokenBy, 'kind' | 'model'>;

/** Its size is told by its id, for vendors' lists do not say: `llama3.2:1b`, `qwen2.5-3b-instruct`, `gemma3:4b`. */
export function modelSize(brain: Named & { readonly contextTokens?: number }): ModelSize {
  return {
    prompt: isSmall(brain.model) ? 'short' : 'full',
    contextTokens: brain.contextTokens ?? contextTokensOf(brain, undefined),
  };
}

/**
 * How long a request to this model may be, with its answer. For Ollama it is also what the model is loaded
 * with (decision 0019): it must stay the same while the model stays loaded, whoever asks and however long the
 * talk is, for another number makes Ollama load the model again.
 */
export function contextTokensOf(brain: Named, listed: ListedModel | undefined): number {
  const told = listed?.contextTokens;
  if (brain.kind !== 'ollama' && brain.kind !== 'lmstudio') {
    return told ?? Math.min(contextWindow(brain) ?? PLAIN_CONTEXT_TOKENS, PLAIN_CONTEXT_TOKENS);
  }
  if (listed?.loaded && told !== undefined) return told;
  const most = told ?? localFamily(brain.model).contextTokens ?? Number.POSITIVE_INFINITY;
  return Math.min(most, brain.kind === 'ollama' ? ollamaStep(brain.model, listed) : LM_STUDIO_CONTEXT_TOKENS);
}

/** Thinking needs room of its own, which the short prompt of a small model does not leave in the small step. */
function ollamaStep(model: string, listed: ListedModel | undefined): number {
  const thinks = localFamily(model).thinking !== 'never' || Boolean(listed?.thinking);
  return isSmall(model) && !thinks ? SMALL_OLLAMA_CONTEXT_TOKENS : OLLAMA_CONTEXT_TOKENS;
}

function isSmall(model: string): boolean {
  const billions = billionsIn(model);
  return billions !== null && billions < SMALL_BILLIONS;
}

/** Below this a list of rules is too much. */
const SMALL_BILLIONS = 8;
const PLAIN_CONTEXT_TOKENS = 16_384;
/** The longest talk in a prompt (`engine/prompt-window.ts`) with all that stands beside it, and thinking. */
const OLLAMA_CONTEXT_TOKENS = 16_384;
/** The machines that run small models are small, and memory for the context grows with it. */
const SMALL_OLLAMA_CONTEXT_TOKENS = 8192;
/** With which LM Studio loads a model that nobody has set up otherwise. */
const LM_STUDIO_CONTEXT_TOKENS = 4096;

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
