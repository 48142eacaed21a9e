import { type ChatFamily, plainFamily } from './chat-family.ts';

/**
 * DeepSeek's models. Sources: the vendor's pages on thinking (on unless it is told not to), on its cache
 * (on by itself, whole units only) and on models, and models.dev. A read token costs a tenth of an input
 * token or much less, by model and by hour, so no multiple stands here.
 */
const deepSeek: ChatFamily = {
  ...plainFamily,
  reply: 'json_object',
  reasoning: 'none',
  cache: { marks: 'automatic' },
};

export const deepSeekFamilies: readonly ChatFamily[] = [
  // Names from before V4, retired in July 2026; whoever still answers to them holds at least this.
  {
    ...deepSeek,
    pattern: /reasoner/,
    reasoning: 'high',
    contextTokens: 128_000,
    answerTokens: 64_000,
    vision: false,
  },
  { ...deepSeek, pattern: /^deepseek-chat/, contextTokens: 128_000, answerTokens: 8192, vision: false },
  // It answers a picture with status 400.
  {
    ...deepSeek,
    pattern: /^deepseek-v4-pro/,
    contextTokens: 1_000_000,
    answerTokens: 384_000,
    vision: false,
  },
  // Now V4.1, which sees by one source and not by another.
  { ...deepSeek, pattern: /^deepseek-(v4-)?flash/, contextTokens: 1_000_000, answerTokens: 384_000 },
  deepSeek,
];
