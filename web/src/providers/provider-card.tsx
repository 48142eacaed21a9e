import type { Provider } from '@chimera/protocol/provider';
import { useState } from 'react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useTakeBrain } from '../queries/use-take-brain.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ConnectionRow } from '../connections/connection-row.tsx';
import { SpentThisMonth, type SpentThisMonthProps } from './spent-this-month.tsx';

export interface ProviderCardProps {
  readonly provider: Provider;
  /** The first step for whoever has no real brain yet. */
  readonly isStart: boolean;
  /** What tells each connection from all others. */
  readonly names: ReadonlyMap<string, string>;
  readonly spent?: SpentThisMonthProps;
}

/** A provider that is connected, with each way to it. */
export function ProviderCard({ provider, isStart, names, spent }: ProviderCardProps) {
  const { providers: words } = useWords();
  const { name, kind, local, connections } = provider;
  return (
    <article className={`rounded-card border bg-raised ${isStart ? 'border-accent' : 'border-line'}`}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
        <div className="min-w-0 flex-1 basis-52">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-serif text-head font-medium">{name}</h3>
            {isStart && <Badge>{words.startHere}</Badge>}
          </div>
          {isStart && <p className="text-body text-muted">{words.startHereHint}</p>}
          <SpentThisMonth {...spent} />
        </div>
        {local && kind !== 'demo' && <UseProvider provider={provider} isStart={isStart} />}
      </header>
      <ul aria-label={name}>
        {connections.map((connection) => (
          <ConnectionRow
            key={connection.id}
            provider={provider}
            connection={connection}
            name={names.get(connection.id) ?? connection.label}
          />
        ))}
      </ul>
    </article>
  );
}

/** Makes what runs on this machine the brain of new conversations. */
function UseProvider({ provider, isStart }: { readonly provider: Provider; readonly isStart: boolean }) {
  const { providers: words } = useWords();
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const take = useTakeBrain();
  const [problem, setProblem] = useState<string | null>(null);
  const isUsed = provider.connections.some(({ id }) => id === preferences.brain?.connectionId);
  if (isUsed) return <Badge>{words.used}</Badge>;
  if (provider.status !== 'ready') return null;

  async function use(): Promise<void> {
    setProblem(null);
    try {
      const brain = await take.mutateAsync(provider);
      if (brain === null) return setProblem(words.noModelToUse(provider.name));
      change({ brain });
      announcer.status(words.using(brain.label));
    } catch (cause) {
      setProblem(reasonOf(cause));
    }
  }

  return (
    <>
      <Button variant={isStart ? 'primary' : 'secondary'} busy={take.isPending} onClick={() => void use()}>
        {words.takeProvider(provider.name)}
      </Button>
      {problem !== null && (
        <p role="alert" className="basis-full text-body text-danger">
          {problem}
        </p>
      )}
    </>
  );
}
