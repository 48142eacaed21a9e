/**
 * What Claude models accept, by the family that their id tells. Sources: the types of
 * @anthropic-ai/sdk 1.14.0, the vendor's pages on thinking, structured outputs and the move to each
 * model, and OpenRouter's page on the move to Claude 5.5, all read in November 2026. What no source
 * tells was not tried: there is no key here.
 */
export interface ClaudeFamily {
  readonly pattern: RegExp;
  /** Temperature, or top_p when there is none: from 4.5 on both together are refused, from Opus 4.7 on each. */
  readonly sampling: boolean;
  /** JSON by a schema, `output_config.format`. */
  readonly schema: boolean;
  /** How it is told to think: by a number of tokens, by an effort, or not at all. */
  readonly thinking: 'never' | 'budget' | 'effort';
  /**
   * How it is told not to think: by silence, by `disabled`, by `between_tools` (there are no tools), or
   * not at all; then it thinks as little as it can.
   */
  readonly off: 'omit' | 'disabled' | 'between_tools' | 'impossible';
}

/** Anything else that speaks the protocol, behind a gateway: only what every server knows is sent. */
const otherFamily: ClaudeFamily = {
  pattern: /^/,
  sampling: true,
  schema: false,
  thinking: 'never',
  off: 'omit',
};

/** The first whose pattern fits decides; ids carry a date at their end, and a prefix at some gateways. */
const families: readonly ClaudeFamily[] = [
  { ...otherFamily, pattern: /claude-(2|instant|3-(5|opus|sonnet|haiku))/ },
  { ...otherFamily, pattern: /claude-(3-7|(opus|sonnet)-4([-.][01])?(?![-.]?\d(?!\d)))/, thinking: 'budget' },
  { ...otherFamily, pattern: /claude-[a-z]+-4[-.]5/, schema: true, thinking: 'budget' },
  { ...otherFamily, pattern: /claude-[a-z]+-4[-.]6/, schema: true, thinking: 'effort' },
  {
    pattern: /claude-opus-4[-.][78]/,
    sampling: false,
    schema: true,
    thinking: 'effort',
    off: 'omit',
  },
  // They think unless told not to.
  {
    pattern: /claude-((opus|sonnet)-5(?![-.]\d(?!\d))|haiku-5)/,
    sampling: false,
    schema: true,
    thinking: 'effort',
    off: 'disabled',
  },
  {
    pattern: /claude-sonnet-5[-.]5/,
    sampling: false,
    schema: true,
    thinking: 'effort',
    off: 'between_tools',
  },
  // Opus 5.5, Fable, Mythos, and what comes after: the newest refuse most.
  { pattern: /claude-/, sampling: false, schema: true, thinking: 'effort', off: 'impossible' },
];

export function claudeFamily(model: string): ClaudeFamily {
  return families.find(({ pattern }) => pattern.test(model)) ?? otherFamily;
}
