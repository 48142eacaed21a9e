import type { Effort } from './quirks.ts';

export type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';
type Asked = Exclude<Effort, 'none' | 'minimal'>;

/**
 * What models behind Gemini's protocol accept, by the family that their id tells. Sources: the table
 * of levels on Google Cloud's page on thinking and its guide to Gemini 3.5 Flash, and the types of
 * @google/genai 3.3.0, all read in November 2026. What no source tells was not tried: there is no key here.
 */
export interface GeminiFamily {
  readonly pattern: RegExp;
  /** `first-user`: it knows no system instruction. */
  readonly system: 'system' | 'first-user';
  /** JSON by a schema. */
  readonly schema: boolean;
  readonly thinking: Thinking;
}

/** Sending both a budget and a level is refused, and so is either where the family cannot think. */
export type Thinking =
  | { readonly by: 'nothing' }
  /** In tokens; `least` is what turns it off, or down as far as it goes. */
  | { readonly by: 'budget'; readonly least: number }
  | {
      readonly by: 'level';
      readonly least: ThinkingLevel;
      readonly levels: Readonly<Record<Asked, ThinkingLevel>>;
    };

const levels = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH' } as const;
const newest: GeminiFamily = {
  pattern: /^/,
  system: 'system',
  schema: true,
  thinking: { by: 'level', least: 'LOW', levels },
};

/** The first whose pattern fits decides. */
const families: readonly GeminiFamily[] = [
  // Gemma has neither the role nor, as far as is told, a schema [S].
  { pattern: /^gemma/, system: 'first-user', schema: false, thinking: { by: 'nothing' } },
  { ...newest, pattern: /^(learnlm|gemini-(1|2\.0))/, thinking: { by: 'nothing' } },
  { ...newest, pattern: /^gemini-2\.5.*pro/, thinking: { by: 'budget', least: 128 } },
  { ...newest, pattern: /^gemini-2\.5/, thinking: { by: 'budget', least: 0 } },
  // From 3.7 on Flash has no minimal level; Pro never had.
  {
    ...newest,
    pattern: /^gemini-3(\.[0-6])?-flash/,
    thinking: { by: 'level', least: 'MINIMAL', levels },
  },
  // The first Pro of its generation knows two levels.
  {
    ...newest,
    pattern: /^gemini-3-pro/,
    thinking: { by: 'level', least: 'LOW', levels: { ...levels, medium: 'HIGH' } },
  },
];

export function geminiFamily(model: string): GeminiFamily {
  return families.find(({ pattern }) => pattern.test(model)) ?? newest;
}
