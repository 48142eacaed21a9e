/**
 * What models of one family accept and hold, whatever protocol they are reached by. Each vendor's table
 * stands beside this file; the first row whose pattern fits a model's id decides. A fact that no source
 * tells is absent, and where sources disagree the more careful one is taken: nothing here was tried, for
 * there is no key. In the comments [R] is recalled and [S] second-hand; the rest was read in November 2026.
 */
export interface ModelFamily {
  readonly pattern: RegExp;
  /** Where the system text goes; some know no such role. */
  readonly system: 'system' | 'developer' | 'first-user';
  /** A system message behind the first turn. False where it is refused or not known. */
  readonly lateSystem: boolean;
  /** Temperature and top_p; `one`: not both in one request; `without-reasoning`: only if it is told not to reason. */
  readonly sampling: 'accepted' | 'one' | 'without-reasoning' | 'refused';
  /** Texts at which it stops. */
  readonly stop: boolean;
  /** How it is held to a structured reply; `words`: only by being asked. */
  readonly reply: 'json_schema' | 'json_object' | 'words';
  /** Tokens of prompt and answer together. */
  readonly contextTokens?: number;
  /** The longest answer that may be asked for, reasoning included. */
  readonly answerTokens?: number;
  /** Whether it sees pictures. */
  readonly vision?: boolean;
  /** Null: it keeps no prompts, as far as is known. */
  readonly cache: CacheFacts | null;
}

/** How a vendor keeps the beginning of a prompt for the next one. */
export interface CacheFacts {
  /** `automatic`: it finds out by itself what to keep. Otherwise the end of each beginning is marked. */
  readonly marks: 'automatic' | 'cache-control' | 'breakpoint';
  /** A shorter beginning is not kept, and nobody says so. */
  readonly minTokens?: number;
  /** What a token costs that is written to the cache, or read from it, as a multiple of an input token. */
  readonly writeMultiple?: number;
  readonly readMultiple?: number;
}

export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high';

/** Reasoning counts against the limit of the answer, so the answer gets this much more. */
export const reasoningTokens: Readonly<Record<Effort, number>> = {
  none: 0,
  minimal: 1024,
  low: 4096,
  medium: 8192,
  high: 16_384,
};

/** A limit that is above the family's own would be refused. */
export function limitedTo({ answerTokens }: ModelFamily, tokens: number): number {
  return Math.min(tokens, answerTokens ?? tokens);
}
