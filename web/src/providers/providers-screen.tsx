import type { Provider } from '@chimera/protocol/provider';
import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { distinctLabels } from '../queries/distinct-labels.ts';
import { reasonOf } from '../queries/reason-of.ts';
import { useProviders } from '../queries/use-providers.ts';
import { useSpending } from '../queries/use-spending.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { AddConnection } from '../connections/add-connection.tsx';
import { ChosenBrains } from './chosen-brains.tsx';
import { OtherProviders } from './other-providers.tsx';
import { ProviderCard } from './provider-card.tsx';
import { providerGroups } from './provider-groups.ts';
import { spentByKind } from './spent-by-kind.ts';

/** Where the words come from, how each source is, and how to add one. */
export function ProvidersScreen() {
  const { common, providers: words } = useWords();
  const providers = useProviders();
  /** What is being added: nothing yet, something to be picked, or this. */
  const [adding, setAdding] = useState<Provider | 'any' | null>(null);
  return (
    <Page
      title={common.providers}
      product={common.product}
      lead={words.lead}
      aside={
        <div className="flex flex-wrap gap-2">
          <Button
            busy={providers.isFetching}
            onClick={() => void providers.refetch()}
            icon={<RefreshCw size={16} strokeWidth={1.5} aria-hidden="true" />}
          >
            {words.refresh}
          </Button>
          {providers.data && (
            <Button
              variant="primary"
              onClick={() => setAdding('any')}
              icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
            >
              {words.add}
            </Button>
          )}
        </div>
      }
    >
      {providers.isPending && <Loading />}
      {providers.isError && (
        <ErrorBlock
          title={words.failed}
          actions={
            <Button busy={providers.isFetching} onClick={() => void providers.refetch()}>
              {common.retry}
            </Button>
          }
        >
          {`${reasonOf(providers.error)} ${words.failedHint}`}
        </ErrorBlock>
      )}
      {providers.data && <Listing providers={providers.data} onAdd={setAdding} />}
      {providers.data && adding !== null && (
        <AddConnection
          providers={providers.data}
          provider={adding === 'any' ? null : adding}
          onClose={() => setAdding(null)}
        />
      )}
    </Page>
  );
}

function Listing({
  providers,
  onAdd,
}: {
  readonly providers: readonly Provider[];
  readonly onAdd: (provider: Provider) => void;
}) {
  const { providers: words } = useWords();
  const { preferences } = usePreferences();
  const { data: spending } = useSpending();
  const spent = spending && spentByKind(spending);
  const { connected, others, isOnlyDemo } = providerGroups(providers);
  const names = distinctLabels(providers.flatMap(({ connections }) => connections));
  const first = connected[0];
  const start =
    preferences.brain === null && first?.local === true && first.status === 'ready' && !isOnlyDemo
      ? first.kind
      : null;
  return (
    <>
      <ChosenBrains providers={providers} />
      <section className="mb-10">
        <h2 className="mb-4 font-serif text-head font-medium">{words.set}</h2>
        {isOnlyDemo && (
          <p className="mb-4 max-w-prose text-body text-muted">{`${words.onlyDemo} ${words.onlyDemoHint}`}</p>
        )}
        <ul className="grid gap-4">
          {connected.map((provider) => (
            <li key={provider.kind} className="grid">
              <ProviderCard
                provider={provider}
                isStart={provider.kind === start}
                names={names}
                spent={spent?.get(provider.kind) ?? {}}
              />
            </li>
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <section>
          <h2 className="mb-4 font-serif text-head font-medium">{words.others}</h2>
          <OtherProviders providers={others} onAdd={onAdd} />
        </section>
      )}
    </>
  );
}

function Loading() {
  const { providers: words } = useWords();
  return (
    <div className="grid gap-4">
      <p className="sr-only">{words.loading}</p>
      <Skeleton className="mb-4 h-16 w-full" />
      <Skeleton className="h-36 w-full" />
      <Skeleton className="h-36 w-full" />
    </div>
  );
}
