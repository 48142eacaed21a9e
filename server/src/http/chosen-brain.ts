import type { Brain } from '@chimera/protocol/provider';
import { ChimeraError } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import type { ChosenBrain } from '../providers/candidate.ts';
import { ProviderError } from '../providers/provider.ts';

/** What would speak for each seat now, by its id; persons are left out. */
export async function chosenBrains(
  brains: Pick<Brains, 'choose'>,
  ownerId: string,
  seats: readonly { readonly id: string; readonly brain: Brain | null }[],
): Promise<ReadonlyMap<string, Pick<ChosenBrain, 'model'> & { readonly kind: string }>> {
  const chosen = await Promise.all(
    seats.map(async ({ id, brain }) => ({ id, by: await chosenBrain(brains, ownerId, brain) })),
  );
  return new Map(chosen.flatMap(({ id, by }) => (by ? [[id, by]] : [])));
}

async function chosenBrain(brains: Pick<Brains, 'choose'>, ownerId: string, brain: Brain | null) {
  if (brain !== null && 'human' in brain) return null;
  try {
    return await brains.choose(ownerId, brain);
  } catch (error) {
    // A connection that is gone: its price is as unknown as that of any other.
    if (error instanceof ProviderError && brain) return { kind: brain.connectionId, model: brain.model };
    throw error;
  }
}

interface SeatWithBrains {
  readonly brain?: Brain | null | undefined;
  readonly fallbacks?: readonly Brain[] | null | undefined;
}

/** Refuses brains of connections that are not there for this owner, instead of letting the turn fail later. */
export async function requireBrains(
  brains: Pick<Brains, 'choose'>,
  ownerId: string,
  seats: readonly SeatWithBrains[],
): Promise<void> {
  const wanted = seats.flatMap(({ brain, fallbacks }) => [...(brain ? [brain] : []), ...(fallbacks ?? [])]);
  for (const brain of wanted) {
    if ('human' in brain) continue;
    try {
      await brains.choose(ownerId, brain);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      throw new ChimeraError('invalid-request', error.message, { cause: error });
    }
  }
}
