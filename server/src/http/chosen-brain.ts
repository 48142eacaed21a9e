import type { Brain } from '@chimera/protocol/provider';
import { ChimeraError } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import { ProviderError } from '../providers/provider.ts';

/** What would speak for a seat now; null for a person. */
export function chosenBrain(brains: Pick<Brains, 'choose'>, brain: Brain | null) {
  if (brain !== null && 'human' in brain) return null;
  try {
    return brains.choose(brain);
  } catch (error) {
    // A connection that is gone: its price is as unknown as that of any other.
    if (error instanceof ProviderError && brain) return { kind: brain.connectionId, model: brain.model };
    throw error;
  }
}

/** Refuses brains of connections that are not there now, instead of letting the turn fail later. */
export function requireBrains(
  brains: Pick<Brains, 'choose'>,
  seats: readonly { readonly brain?: Brain | null | undefined }[],
): void {
  for (const { brain } of seats) {
    if (!brain || 'human' in brain) continue;
    try {
      brains.choose(brain);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      throw new ChimeraError('invalid-request', error.message, { cause: error });
    }
  }
}
