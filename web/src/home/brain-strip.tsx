import type { Provider } from '@chimera/protocol/provider';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useProviders } from '../queries/use-providers.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';
import { localBrains } from './local-brains.ts';
import { useTakeBrain } from './use-take-brain.ts';

const NOTE = 'brains';

/** Says once where the words come from, and offers what was found on this machine. */
export function BrainStrip() {
  const { common, home } = useWords();
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const providers = useProviders();
  const take = useTakeBrain();
  const [problem, setProblem] = useState<string>();
  const found = localBrains(providers.data ?? []);
  if (found === null || preferences.brain !== null || preferences.closedNotes.includes(NOTE)) return null;

  async function use(provider: Provider): Promise<void> {
    const taken = await take.mutateAsync(provider).catch(() => null);
    if (taken === null) {
      setProblem(home.noModels(provider.name));
      return;
    }
    change({ brain: taken });
    announcer.status(home.using(taken.label));
  }

  return (
    <div className="mt-6 max-w-3xl">
      <Banner
        actions={
          <>
            {found.map((provider) => (
              <Button key={provider.kind} busy={take.isPending} onClick={() => void use(provider)}>
                {home.use(provider.name)}
              </Button>
            ))}
            {found.length === 0 && (
              <Link
                to="/providers"
                className="control-height inline-flex items-center rounded-card border border-line-strong px-4 font-medium hover:bg-sunken"
              >
                {home.addBrains}
              </Link>
            )}
            <Button
              variant="quiet"
              onClick={() => change({ closedNotes: [...preferences.closedNotes, NOTE] })}
            >
              {home.notNow}
            </Button>
          </>
        }
      >
        <p>
          {home.demoNote}
          {found.length > 0 && ` ${home.found(common.names(found.map(({ name }) => name)))}`}
        </p>
        {problem !== undefined && (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        )}
      </Banner>
    </div>
  );
}
