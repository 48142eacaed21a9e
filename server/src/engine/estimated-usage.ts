import type { Usage } from '@chimera/protocol/provider';
import type { Prompt } from '../providers/provider.ts';
import { estimatedTokens } from './estimated-tokens.ts';

/**
 * About what a call used whose vendor did not count, by the lengths of what was sent and what was heard.
 * Nothing is known of its cache, so all of the input counts as fresh: rather too much than too little.
 */
export function estimatedUsage({ system, turns, tail }: Prompt, heard: string): Usage {
  const parts = [system, ...turns.flatMap((turn) => turn.parts), tail];
  return {
    inputTokens: parts.reduce((sum, part) => sum + estimatedTokens(part), 0),
    outputTokens: estimatedTokens(heard),
    estimated: true,
  };
}
