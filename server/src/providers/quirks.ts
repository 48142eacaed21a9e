import { type ChatFamily, plainFamily } from './families/chat-family.ts';
import { deepSeekFamilies } from './families/deepseek.ts';
import { lmStudioFamilies } from './families/local.ts';
import { openAiFamilies } from './families/openai.ts';
import { type FactsBehind, factsBehindOpenRouter, openRouterFamilies } from './families/openrouter.ts';

/** What differs between servers that speak OpenAI's chat protocol, as data. */
export interface Quirks {
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
  /** Each part of a turn stays a text part of its own, so that the vendor's cache sees old ones unchanged. */
  readonly textParts: boolean;
  readonly stopLimit: number;
  readonly reasoningField: 'reasoning_effort' | 'thinking' | 'reasoning';
  /** True when the vendor only counts tokens of a stream if it is asked to in its own way. */
  readonly usageField: boolean;
  /** The first whose pattern fits the model's id decides; `plainFamily` when none does. */
  readonly families: readonly ChatFamily[];
  /** Of a gateway: what is known of the model that it asks. */
  readonly factsBehind?: (model: string) => FactsBehind;
  /** Requests with the same key are led to where their beginning was kept. */
  readonly cacheKeyField?: 'prompt_cache_key';
  /** The vendor counts what it took, in US dollars, among the tokens. */
  readonly costField?: 'cost';
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the model accepts and holds. */
export function chatFamily({ families, factsBehind }: Quirks, model: string): ChatFamily {
  const family = families.find(({ pattern }) => pattern.test(model)) ?? plainFamily;
  return { ...family, ...factsBehind?.(model) };
}

export const openAiQuirks: Quirks = {
  maxTokensField: 'max_completion_tokens',
  textParts: true,
  stopLimit: 4,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: openAiFamilies,
  cacheKeyField: 'prompt_cache_key',
};

export const deepSeekQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 16,
  reasoningField: 'thinking',
  usageField: false,
  families: deepSeekFamilies,
};

export const openRouterQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 4,
  reasoningField: 'reasoning',
  // It counts without being asked by now; gateways that copy it may not.
  usageField: true,
  families: openRouterFamilies,
  factsBehind: factsBehindOpenRouter,
  // A credit is a dollar (its FAQ and its page on usage).
  costField: 'cost',
  // Whom the vendor counts the calls for (its page on app attribution; the title had a shorter name before).
  // Who runs Chimera at home has no page that could be named, and where that home is concerns nobody.
  headers: {
    'http-referer': 'http://localhost',
    'x-openrouter-title': 'Chimera',
    'x-title': 'Chimera',
  },
};

export const lmStudioQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 8,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: lmStudioFamilies,
};

export const compatibleQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 4,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: [{ ...plainFamily, reasoning: 'when-asked', reply: 'words' }],
};
