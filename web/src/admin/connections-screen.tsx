import type { Connection, Provider } from '@chimera/protocol/provider';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { AddConnection } from '../connections/add-connection.tsx';
import { ConnectionRow } from '../connections/connection-row.tsx';
import { ConnectionScopeProvider } from '../queries/connection-scope.ts';
import { distinctLabels } from '../queries/distinct-labels.ts';
import { useInstanceConnections } from '../queries/use-instance-connections.ts';
import { useProviders } from '../queries/use-providers.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import { AdminGate } from './admin-gate.tsx';
import { AdminPage } from './admin-page.tsx';
import { Failed } from './failed.tsx';
import { LoadingRows } from './loading-rows.tsx';

/** The connections that everybody on this server may use, and spend with. */
export function ConnectionsScreen() {
  return (
    <AdminGate>
      {() => (
        <ConnectionScopeProvider value="everybody">
          <Connections />
        </ConnectionScopeProvider>
      )}
    </AdminGate>
  );
}

function Connections() {
  const { providers: providerWords } = useWords();
  const { admin, instanceConnections: words } = useAdminWords();
  const connections = useInstanceConnections();
  const providers = useProviders();
  const [adding, setAdding] = useState(false);
  const failed = [connections, providers].find(({ isError }) => isError);
  const isThere = connections.data !== undefined && providers.data !== undefined;
  return (
    <AdminPage
      title={words.title}
      lead={admin.lead}
      aside={
        providers.data !== undefined && (
          <Button
            variant="primary"
            onClick={() => setAdding(true)}
            icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
          >
            {providerWords.add}
          </Button>
        )
      }
    >
      <div className="mb-6">
        <Banner tone="warning">
          {words.everybody}{' '}
          <Link to="/admin/limits" className="underline underline-offset-4">
            {words.everybodyHint}
          </Link>
        </Banner>
      </div>
      {failed === undefined && !isThere && <LoadingRows />}
      {failed !== undefined && <Failed title={words.failed} hint={words.failedHint} query={failed} />}
      {isThere && <Listing connections={connections.data} providers={providers.data} />}
      {providers.data !== undefined && adding && (
        <AddConnection providers={providers.data} provider={null} onClose={() => setAdding(false)} />
      )}
    </AdminPage>
  );
}

interface ListingProps {
  readonly connections: readonly Connection[];
  readonly providers: readonly Provider[];
}

/** Under the names of their vendors, in the order in which the providers stand. */
function Listing({ connections, providers }: ListingProps) {
  const { providers: providerWords } = useWords();
  const { instanceConnections: words } = useAdminWords();
  const names = distinctLabels(connections);
  const groups = providers.flatMap((provider) => {
    const own = connections.filter(({ kind }) => kind === provider.kind);
    return own.length === 0 ? [] : [{ provider, own }];
  });
  if (groups.length === 0) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>;
  return (
    <>
      {/* As among one's own providers: vendors are h3, their connections h4. */}
      <h2 className="sr-only">{providerWords.set}</h2>
      <ul className="grid gap-4">
        {groups.map(({ provider, own }) => (
          <li key={provider.kind} className="grid">
            <section aria-label={provider.name} className="rounded-card border border-line bg-raised">
              <h3 className="px-4 py-3 font-serif text-head font-medium sm:px-5">{provider.name}</h3>
              <ul aria-label={provider.name}>
                {own.map((connection) => (
                  <ConnectionRow
                    key={connection.id}
                    provider={provider}
                    connection={connection}
                    name={names.get(connection.id) ?? connection.label}
                  />
                ))}
              </ul>
            </section>
          </li>
        ))}
      </ul>
    </>
  );
}
