import type { Connection, ModelBrain } from '@chimera/protocol/provider';
import { useMemo } from 'react';
import { distinctLabels } from '../queries/distinct-labels.ts';
import { useProviders } from '../queries/use-providers.ts';
import { useWords } from '../words/use-words.ts';

export interface ListedConnection extends Connection {
  readonly isLocal: boolean;
}

/** Every connection that a brain may use, by a label of its own, with the kind of place that it leads to. */
export function useConnections() {
  const { data, error, refetch } = useProviders();
  const connections = useMemo(() => {
    const providers = data ?? [];
    const labels = distinctLabels(providers.flatMap((provider) => provider.connections));
    return providers.flatMap((provider) =>
      provider.connections.map(
        (connection): ListedConnection => ({
          ...connection,
          label: labels.get(connection.id) ?? connection.label,
          isLocal: provider.local,
        }),
      ),
    );
  }, [data]);
  return { connections, isLoaded: data !== undefined, error, retry: () => void refetch() };
}

/** A brain by the names that people gave or know; by its model alone while these are not loaded. */
export function useBrainLabel(): (brain: Pick<ModelBrain, 'connectionId' | 'model'>) => string {
  const { connections, isLoaded } = useConnections();
  const { brainSheet: words } = useWords();
  return ({ connectionId, model }) => {
    const label =
      connections.find(({ id }) => id === connectionId)?.label ??
      (isLoaded ? words.connectionGone : undefined);
    return label === undefined ? model : `${label} · ${model}`;
  };
}
