import { type ChatFamily, plainFamily } from './chat-family.ts';
import { claudeFamily } from './claude.ts';
import type { ModelFamily } from './family.ts';
import { geminiFamily } from './gemini.ts';
import { openAiFamilies } from './openai.ts';

/**
 * Models behind OpenRouter. It drops what a model does not take [R], and its page on caching says that
 * prompts are kept as the vendor behind it does; Claude's beginnings have to be marked here too.
 */
export const openRouterFamilies: readonly ChatFamily[] = [
  { ...plainFamily, pattern: /-chat\b/, reasoning: 'none' },
  // These cannot be told not to reason.
  {
    ...plainFamily,
    pattern:
      /\/o\d|gpt-5(?!\.)|gpt-[6-9]|gpt-oss|gemini-.*pro|deepseek-r\d|qwq|grok-4|minimax-m|thinking|claude-((opus|sonnet)-5[-.]5|fable|mythos)/i,
    reasoning: 'low',
  },
  { ...plainFamily, pattern: /^/, reasoning: 'none' },
];

export type FactsBehind = Pick<ModelFamily, 'contextTokens' | 'answerTokens' | 'vision' | 'cache'>;

/** What is known of the model behind an id such as `anthropic/claude-opus-5.5`; others are served by many hosts. */
export function factsBehindOpenRouter(model: string): FactsBehind {
  const [, vendor = '', id = ''] = /^~?([^/]+)\/([^:]+)/.exec(model) ?? [];
  const family = familyAt(vendor, id);
  if (!family) return { cache: null };
  const { contextTokens, answerTokens, vision, cache } = family;
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    ...(answerTokens !== undefined && { answerTokens }),
    ...(vision !== undefined && { vision }),
    // Only Claude's marks are passed on as they are.
    cache: cache?.marks === 'breakpoint' ? { ...cache, marks: 'automatic' } : cache,
  };
}

function familyAt(vendor: string, id: string): ModelFamily | undefined {
  switch (vendor) {
    case 'anthropic':
      return claudeFamily(id);
    case 'openai':
      return openAiFamilies.find(({ pattern }) => pattern.test(id));
    case 'google':
      return geminiFamily(id);
    default:
      return undefined;
  }
}
