import { type ChatFamily, plainFamily } from './chat-family.ts';
import type { CacheFacts } from './family.ts';

/**
 * OpenAI's models. Sources: the types of openai 7.57.0 (the cache: breakpoints from GPT-5.6 on), the
 * vendor's guide to prompt caching (from GPT-4o on; 1,024 tokens; writes are free before GPT-5.6 and 1.25
 * times the input after), its comparison of models, and models.dev for windows, answers, sight and prices.
 * The protocol takes a system message anywhere in its list.
 */
const automatic: CacheFacts = { marks: 'automatic', minTokens: 1024, writeMultiple: 1 };
/** Reads cost a tenth from GPT-5 on. */
const cheap: CacheFacts = { ...automatic, readMultiple: 0.1 };
/** Kept up to exactly what is marked: the mark that the vendor sets by itself would stand behind the tail. */
const marked: CacheFacts = { marks: 'breakpoint', minTokens: 1024, writeMultiple: 1.25, readMultiple: 0.1 };

/** Schemas came with GPT-4o [R]; what is older refuses the field. */
const old: ChatFamily = { ...plainFamily, lateSystem: true, reply: 'words' };
const talking: ChatFamily = { ...plainFamily, lateSystem: true, vision: true, cache: automatic };
/** They refuse temperature, top_p, penalties and stops. */
const reasoning: ChatFamily = {
  ...talking,
  system: 'developer',
  sampling: 'refused',
  stop: false,
  reasoning: 'low',
};
const fifth: ChatFamily = { ...reasoning, contextTokens: 400_000, answerTokens: 128_000, cache: cheap };
/** They take a temperature when they are told not to reason. */
const pointed: ChatFamily = { ...fifth, sampling: 'without-reasoning', reasoning: 'none' };
const wide = { contextTokens: 1_050_000, answerTokens: 128_000 } as const;

export const openAiFamilies: readonly ChatFamily[] = [
  { ...old, pattern: /^(ft:)?gpt-3/, contextTokens: 16_385, answerTokens: 4096, vision: false },
  // Only some of them see.
  { ...old, pattern: /^(ft:)?gpt-4-(turbo|1106|0125)/, contextTokens: 128_000, answerTokens: 4096 },
  { ...old, pattern: /^(ft:)?gpt-4(-|$)/, contextTokens: 8192, answerTokens: 8192, vision: false },
  { ...talking, pattern: /^chatgpt/, reply: 'words', contextTokens: 128_000, answerTokens: 16_384 },
  { ...talking, pattern: /-chat\b/, contextTokens: 128_000, answerTokens: 16_384 },
  { ...talking, pattern: /^gpt-4o-2024-05-13/, contextTokens: 128_000, answerTokens: 4096 },
  { ...talking, pattern: /^(ft:)?gpt-4o/, contextTokens: 128_000, answerTokens: 16_384 },
  { ...talking, pattern: /^(ft:)?gpt-4\.1/, contextTokens: 1_047_576, answerTokens: 32_768 },
  {
    ...reasoning,
    pattern: /^(ft:)?o1-(mini|preview)/,
    contextTokens: 128_000,
    answerTokens: 32_768,
    vision: false,
  },
  { ...reasoning, pattern: /^(ft:)?o3-mini/, contextTokens: 200_000, answerTokens: 100_000, vision: false },
  { ...reasoning, pattern: /^(ft:)?o\d/, contextTokens: 200_000, answerTokens: 100_000 },
  // The later of these hold more.
  { ...fifth, pattern: /^gpt-5.*-pro\b/, reasoning: 'high' },
  { ...reasoning, pattern: /^gpt-[6-9].*-pro\b/, reasoning: 'high' },
  // Not served over this protocol, as far as is known.
  { ...reasoning, pattern: /^gpt-[5-9].*-codex\b/ },
  { ...pointed, ...wide, pattern: /^gpt-5\.([6-9]|\d\d)/, cache: marked },
  { ...pointed, ...wide, pattern: /^gpt-5\.[45](?!-(mini|nano))/ },
  { ...pointed, pattern: /^gpt-5\.\d/ },
  { ...fifth, pattern: /^gpt-5/, reasoning: 'minimal' },
  // It begins to reason at `low`.
  { ...reasoning, ...wide, pattern: /^gpt-6-astra/, cache: marked },
  { ...reasoning, pattern: /^gpt-([6-9]|\d\d)/, cache: marked },
];
