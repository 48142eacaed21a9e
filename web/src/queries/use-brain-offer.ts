import type { Provider } from '@chimera/protocol/provider';
import { useState } from 'react';
import type { PreferredBrain } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { localBrains } from './local-brains.ts';
import { useProviders } from './use-providers.ts';
import { useTakeBrain } from './use-take-brain.ts';

const NOTE = 'brains';

export interface BrainOffer {
  /** Local providers that answer; none is a fine answer. */
  readonly found: readonly Provider[];
  readonly busy: boolean;
  /** The provider that was taken and has no model. */
  readonly without: Provider | null;
  /** Takes its first model for new conversations; null when it has none. */
  readonly use: (provider: Provider) => Promise<PreferredBrain | null>;
  /** Never offers again. */
  readonly close: () => void;
}

/** Real brains in place of the demo brain, offered once; null when there is nothing to say. */
export function useBrainOffer(): BrainOffer | null {
  const { preferences, change } = usePreferences();
  const providers = useProviders();
  const take = useTakeBrain();
  const [without, setWithout] = useState<Provider | null>(null);
  const found = localBrains(providers.data ?? []);
  if (found === null || preferences.brain !== null || preferences.closedNotes.includes(NOTE)) return null;
  return {
    found,
    busy: take.isPending,
    without,
    use: async (provider) => {
      const brain = await take.mutateAsync(provider).catch(() => null);
      setWithout(brain === null ? provider : null);
      if (brain !== null) change({ brain });
      return brain;
    },
    close: () => change({ closedNotes: [...preferences.closedNotes, NOTE] }),
  };
}
