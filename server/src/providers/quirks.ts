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
  readonly families: readonly ModelFamily[];
}

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** What models of one family accept. */
export interface ModelFamily {
  readonly pattern: RegExp;
  /** Where the system text goes; some chat templates know no such role. */
  readonly system: 'system' | 'developer' | 'first-user';
  /** Temperature and top_p. */
  readonly sampling: 'accepted' | 'refused' | 'without-reasoning';
  readonly stop: boolean;
  /** The least that the family can reason; `never` and `when-asked`: say nothing unless asked to. */
  readonly reasoning: 'never' | 'when-asked' | Effort;
  /** How it is held to a structured reply; `words`: only by being asked. */
  readonly reply: 'json_schema' | 'json_object' | 'words';
}

/** Reasoning counts against the limit of the answer, so the answer gets this much more. */
export const reasoningTokens: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 4096,
  medium: 8192,
  high: 16_384,
};

export const plainFamily: ModelFamily = {
  pattern: /^/,
  system: 'system',
  sampling: 'accepted',
  stop: true,
  reasoning: 'never',
  reply: 'json_schema',
};

const reasoningFamily: ModelFamily = {
  pattern: /^/,
  system: 'developer',
  sampling: 'refused',
  stop: false,
  reasoning: 'low',
  reply: 'json_schema',
};

export const openAiQuirks: Quirks = {
  maxTokensField: 'max_completion_tokens',
  textParts: true,
  stopLimit: 4,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: [
    // Schemas came with GPT-4o [R]; what is older refuses the field.
    { ...plainFamily, pattern: /^(ft:)?(gpt-3|gpt-4(-|$)|chatgpt)/, reply: 'words' },
    { ...plainFamily, pattern: /-chat\b/ },
    { ...reasoningFamily, pattern: /^(ft:)?o\d/ },
    { ...reasoningFamily, pattern: /^gpt-[5-9].*-pro\b/, reasoning: 'high' },
    { ...reasoningFamily, pattern: /^gpt-[5-9].*-codex\b/ },
    { ...reasoningFamily, pattern: /^gpt-5\.\d/, sampling: 'without-reasoning', reasoning: 'none' },
    { ...reasoningFamily, pattern: /^gpt-5/, reasoning: 'minimal' },
    { ...reasoningFamily, pattern: /^gpt-([6-9]|\d\d)/ },
  ],
};

export const deepSeekQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 16,
  reasoningField: 'thinking',
  usageField: false,
  families: [
    { ...plainFamily, pattern: /reasoner/, reasoning: 'high', reply: 'json_object' },
    { ...plainFamily, pattern: /^/, reasoning: 'none', reply: 'json_object' },
  ],
};

export const openRouterQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 4,
  reasoningField: 'reasoning',
  usageField: true,
  families: [
    { ...plainFamily, pattern: /-chat\b/, reasoning: 'none' },
    // These cannot be told not to reason.
    {
      ...plainFamily,
      pattern: /\/o\d|gpt-5(?!\.)|gpt-[6-9]|gpt-oss|gemini-.*pro|deepseek-r\d|qwq|grok-4|minimax-m|thinking/i,
      reasoning: 'low',
    },
    { ...plainFamily, pattern: /^/, reasoning: 'none' },
  ],
};

/** Templates of these raise an error at a system message. */
export const withoutSystemRole = /gemma|mistral-7b-instruct-v0\.[12]|mixtral-8x7b-instruct-v0\.1/i;

export const lmStudioQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 8,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: [
    { ...plainFamily, pattern: withoutSystemRole, system: 'first-user' },
    { ...plainFamily, pattern: /gpt-oss/i, reasoning: 'low' },
  ],
};

export const compatibleQuirks: Quirks = {
  maxTokensField: 'max_tokens',
  textParts: false,
  stopLimit: 4,
  reasoningField: 'reasoning_effort',
  usageField: false,
  families: [{ ...plainFamily, reasoning: 'when-asked', reply: 'words' }],
};
