import { type ChatFamily, plainFamily } from './chat-family.ts';

/** Templates of these raise an error at a system message. */
const withoutSystemRole = /gemma|mistral-7b-instruct-v0\.[12]|mixtral-8x7b-instruct-v0\.1/i;

/** As LM Studio is asked, in OpenAI's protocol. */
export const lmStudioFamilies: readonly ChatFamily[] = [
  { ...plainFamily, pattern: withoutSystemRole, system: 'first-user' },
  { ...plainFamily, pattern: /gpt-oss/i, reasoning: 'low' },
];

/** Where the system text of a model that runs at home goes. */
export function localSystem(model: string): 'system' | 'first-user' {
  return withoutSystemRole.test(model) ? 'first-user' : 'system';
}

/**
 * What models that run at home are made for, by the family that their id tells, as far as the server that
 * runs them has not told it (Ollama's `/api/show`, LM Studio's `/api/v0/models`). Sources: for the context the
 * makers' model cards [R]; for thinking docs.ollama.com, capabilities/thinking, and `server/routes.go` of
 * Ollama, read in November 2026.
 */
export interface LocalFamily {
  readonly pattern: RegExp;
  /** The most that it can read and write at once; null: more than is ever asked for here. */
  readonly contextTokens: number | null;
  /** `switch`: on or off. `levels`: how much, never off. `always`: it cannot be kept from it. `never`: it cannot. */
  readonly thinking: 'never' | 'switch' | 'levels' | 'always';
}

const usual: LocalFamily = { pattern: /^/, contextTokens: null, thinking: 'never' };

/** The first whose pattern fits decides. */
const families: readonly LocalFamily[] = [
  { ...usual, pattern: /gpt-oss/i, thinking: 'levels' },
  { ...usual, pattern: /qwq|thinking|phi-?4.*reasoning/i, thinking: 'always' },
  { ...usual, pattern: /qwen-?3(?!.*(instruct|coder))|deepseek-(r1|v3\.1)|gemma-?4/i, thinking: 'switch' },
  { ...usual, pattern: /tinyllama|phi-?2\b|smollm(?!-?\d)|falcon(?!-?(3|h1))/i, contextTokens: 2048 },
  { ...usual, pattern: /llama-?2(?![.\d])|solar\b/i, contextTokens: 4096 },
  {
    ...usual,
    pattern: /llama-?3(?![.\d])|gemma(?!-?[3-9])|smollm-?2|\baya\b|openchat/i,
    contextTokens: 8192,
  },
];

export function localFamily(model: string): LocalFamily {
  return families.find(({ pattern }) => pattern.test(model)) ?? usual;
}
