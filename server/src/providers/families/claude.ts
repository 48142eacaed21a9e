import type { CacheFacts, ModelFamily } from './family.ts';

/** A family that is spoken to in Anthropic's protocol. */
export interface ClaudeFamily extends ModelFamily {
  /** How it is told to think: by a number of tokens, by an effort, or not at all. */
  readonly thinking: 'never' | 'budget' | 'effort';
  /**
   * How it is told not to think: by silence, by `disabled`, by `between_tools` (there are no tools), or
   * not at all; then it thinks as little as it can.
   */
  readonly off: 'omit' | 'disabled' | 'between_tools' | 'impossible';
}

/**
 * Claude models. Sources: the types of @anthropic-ai/sdk 1.14.0; the vendor's pages on thinking, structured
 * outputs, each model and the move to it; OpenRouter's page on the move to Claude 5.5. Late system messages:
 * langchainjs 1.5.13; on Sonnet 5 sources disagree. The cache: written for 5 minutes at 1.25 times the input
 * (for an hour at twice, which is not asked for), read at a tenth; minimum lengths by several agreeing pages
 * [S], the larger where they do not agree (Sonnet 4.6, Opus 4.7), none known for 5.5.
 */
const marked: CacheFacts = { marks: 'cache-control', writeMultiple: 1.25, readMultiple: 0.1 };
const cacheFrom = (minTokens: number): CacheFacts => ({ ...marked, minTokens });

/** Anything else that speaks the protocol, behind a gateway: only what every server knows is sent. */
const otherFamily: ClaudeFamily = {
  pattern: /^/,
  system: 'system',
  lateSystem: false,
  // Both together are refused from 4.5 on, each from Opus 4.7 on.
  sampling: 'one',
  stop: true,
  reply: 'words',
  cache: marked,
  thinking: 'never',
  off: 'omit',
};

const third: ClaudeFamily = { ...otherFamily, vision: true, contextTokens: 200_000 };
const fourth: ClaudeFamily = { ...third, thinking: 'budget', cache: cacheFrom(1024) };
/** The first that are held to a schema. */
const strict: ClaudeFamily = { ...fourth, reply: 'json_schema', answerTokens: 64_000 };
const wide: ClaudeFamily = {
  ...strict,
  thinking: 'effort',
  contextTokens: 1_000_000,
  answerTokens: 128_000,
};
const unsampled: ClaudeFamily = { ...wide, sampling: 'refused' };
/** They think unless told not to. */
const fifth: ClaudeFamily = { ...unsampled, lateSystem: true, off: 'disabled' };
/** What comes after is taken for those that refuse most, and for nothing that it may not hold. */
const newest: ClaudeFamily = {
  ...otherFamily,
  pattern: /claude-/,
  sampling: 'refused',
  reply: 'json_schema',
  thinking: 'effort',
  off: 'impossible',
};

/** Ids carry a date at their end, and a prefix at some gateways. */
const families: readonly ClaudeFamily[] = [
  {
    ...otherFamily,
    pattern: /claude-(2|instant)/,
    contextTokens: 100_000,
    answerTokens: 4096,
    vision: false,
  },
  { ...third, pattern: /claude-3[-.]5-haiku/, answerTokens: 8192, cache: cacheFrom(2048) },
  { ...third, pattern: /claude-3[-.]5/, answerTokens: 8192, cache: cacheFrom(1024) },
  { ...third, pattern: /claude-3-haiku/, answerTokens: 4096, cache: cacheFrom(2048) },
  { ...third, pattern: /claude-3-(opus|sonnet)/, answerTokens: 4096, cache: cacheFrom(1024) },
  { ...fourth, pattern: /claude-(3[-.]7|sonnet-4([-.]0)?(?![-.]?\d(?!\d)))/, answerTokens: 64_000 },
  { ...fourth, pattern: /claude-opus-4([-.][01])?(?![-.]?\d(?!\d))/, answerTokens: 32_000 },
  { ...strict, pattern: /claude-sonnet-4[-.]5/ },
  { ...strict, pattern: /claude-[a-z]+-4[-.]5/, cache: cacheFrom(4096) },
  { ...wide, pattern: /claude-sonnet-4[-.]6/, cache: cacheFrom(2048) },
  { ...wide, pattern: /claude-[a-z]+-4[-.]6/, cache: cacheFrom(4096) },
  { ...unsampled, pattern: /claude-opus-4[-.]7/, cache: cacheFrom(4096) },
  { ...unsampled, pattern: /claude-opus-4[-.]8/, lateSystem: true },
  { ...fifth, pattern: /claude-opus-5(?![-.]\d(?!\d))/, cache: cacheFrom(512) },
  { ...fifth, pattern: /claude-sonnet-5(?![-.]\d(?!\d))/, lateSystem: false },
  // How much it holds is not known.
  { ...newest, pattern: /claude-haiku-5/, off: 'disabled', lateSystem: true, contextTokens: 200_000 },
  { ...fifth, pattern: /claude-sonnet-5[-.]5/, off: 'between_tools', cache: marked },
  // A read token costs a twentieth here (models.dev).
  {
    ...fifth,
    pattern: /claude-opus-5[-.]5/,
    off: 'impossible',
    cache: { ...marked, readMultiple: 0.05 },
  },
  { ...fifth, pattern: /claude-fable-5(?![-.]\d(?!\d))/, off: 'impossible', cache: cacheFrom(512) },
  { ...fifth, pattern: /claude-fable-5/, off: 'impossible', cache: marked },
  newest,
];

export function claudeFamily(model: string): ClaudeFamily {
  return families.find(({ pattern }) => pattern.test(model)) ?? otherFamily;
}
