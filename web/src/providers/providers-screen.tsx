import type { Provider } from '@chimera/protocol/provider';
import { RefreshCw } from 'lucide-react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useProviders } from '../queries/use-providers.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { ProviderRow } from './provider-row.tsx';

/** Where the words come from, and how each source is. */
export function ProvidersScreen() {
  const { common, providers: words } = useWords();
  const { preferences, change } = usePreferences();
  const providers = useProviders();
  return (
    <Page
      title={common.providers}
      product={common.product}
      lead={words.lead}
      aside={
        <Button
          busy={providers.isFetching}
          onClick={() => void providers.refetch()}
          icon={<RefreshCw size={16} strokeWidth={1.5} aria-hidden="true" />}
        >
          {words.refresh}
        </Button>
      }
    >
      {preferences.brain && (
        <div className="mb-4">
          <Banner actions={<Button onClick={() => change({ brain: null })}>{words.stopUsing}</Button>}>
            {words.using(preferences.brain.label)}
          </Banner>
        </div>
      )}
      {providers.isPending && <Skeleton className="h-64 w-full" />}
      {providers.isError && <ErrorBlock title={words.failed}>{reasonOf(providers.error)}</ErrorBlock>}
      {providers.data && (
        <ul className="border-t border-line">
          {inOrder(providers.data).map((provider) => (
            <li key={provider.kind}>
              <ProviderRow provider={provider} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}

/** Found on this machine first, then what is ready, then the rest; the demo brain last. */
function inOrder(providers: readonly Provider[]): readonly Provider[] {
  const rank = ({ kind, local, status }: Provider) => {
    if (kind === 'demo') return 3;
    if (status !== 'ready') return 2;
    return local ? 0 : 1;
  };
  return providers.toSorted((a, b) => rank(a) - rank(b));
}
