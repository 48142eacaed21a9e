import type { CacheFacts, Effort, ModelFamily } from './family.ts';

export type ThinkingLevel = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH';
type Asked = Exclude<Effort, 'none' | 'minimal'>;

/** A family that is spoken to in Gemini's protocol. */
export interface GeminiFamily extends ModelFamily {
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

/**
 * Models behind Gemini's protocol. Sources: the table of levels on Google Cloud's page on thinking and its
 * guide to Gemini 3.5 Flash; the types of @google/genai 3.3.0; the vendor's pages on caching (by itself from
 * 2.5 on; the table of October 2026, which differs from older ones) and on each model. The window is that of
 * the input alone, so it is never too wide. The protocol has one place for a system text.
 */
const levels = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH' } as const;
const keeps = (minTokens: number): CacheFacts => ({ marks: 'automatic', minTokens, writeMultiple: 1 });
const plain: GeminiFamily = {
  pattern: /^/,
  system: 'system',
  lateSystem: false,
  sampling: 'accepted',
  stop: true,
  reply: 'json_schema',
  cache: null,
  thinking: { by: 'nothing' },
};
const newest: GeminiFamily = {
  ...plain,
  vision: true,
  cache: { marks: 'automatic' },
  thinking: { by: 'level', least: 'LOW', levels },
};
const millionTokens = { contextTokens: 1_048_576, answerTokens: 65_536 } as const;
const second: GeminiFamily = { ...newest, ...millionTokens, cache: keeps(2048) };
const third: GeminiFamily = { ...newest, ...millionTokens, cache: { ...keeps(4096), readMultiple: 0.1 } };

const families: readonly GeminiFamily[] = [
  // Gemma has neither the role nor, as far as is told, a schema [S]. Only some of it sees.
  { ...plain, pattern: /^gemma/, system: 'first-user', reply: 'words' },
  { ...plain, pattern: /^(learnlm|gemini-1)/ },
  { ...plain, pattern: /^gemini-2\.0/, vision: true, contextTokens: 1_048_576, answerTokens: 8192 },
  { ...second, pattern: /^gemini-2\.5.*pro/, thinking: { by: 'budget', least: 128 } },
  { ...second, pattern: /^gemini-2\.5/, thinking: { by: 'budget', least: 0 } },
  // From 3.7 on Flash has no minimal level; Pro never had.
  {
    ...third,
    pattern: /^gemini-3(\.[0-6])?-flash/,
    thinking: { by: 'level', least: 'MINIMAL', levels },
  },
  { ...third, pattern: /^gemini-3\.\d+-flash/ },
  // The first Pro of its generation knows two levels.
  {
    ...third,
    pattern: /^gemini-3-pro/,
    contextTokens: 1_000_000,
    answerTokens: 64_000,
    thinking: { by: 'level', least: 'LOW', levels: { ...levels, medium: 'HIGH' } },
  },
  { ...third, pattern: /^gemini-3\.\d+-pro/, contextTokens: 1_000_000, answerTokens: 64_000 },
  newest,
];

export function geminiFamily(model: string): GeminiFamily {
  const id = geminiId(model);
  return families.find(({ pattern }) => pattern.test(id)) ?? newest;
}

/** The vendor's list and its users write `models/` before an id, or do not. */
export function geminiId(model: string): string {
  return model.replace(/^models\//, '');
}
