import type { Connection, ModelBrain } from '@chimera/protocol/provider';
import { useMemo } from 'react';
import { useProviders } from '../../queries/use-providers.ts';
import { useWords } from '../../words/use-words.ts';

export interface ListedConnection extends Connection {
  readonly isLocal: boolean;
}

/** Every connection that a brain may use, with the kind of place that it leads to. */
export function useConnections() {
  const { data, isPending, error, refetch } = useProviders();
  const connections = useMemo(
    () =>
      (data ?? []).flatMap((provider) =>
        provider.connections.map(
          (connection): ListedConnection => ({
            ...connection,
            isLocal: provider.local,
          }),
        ),
      ),
    [data],
  );
  return { connections, isPending, error, retry: () => void refetch() };
}

/** A brain by the names that people gave or know. */
export function useBrainLabel(): (brain: Pick<ModelBrain, 'connectionId' | 'model'>) => string {
  const { connections } = useConnections();
  const { brainSheet: words } = useWords();
  return ({ connectionId, model }) => {
    const label = connections.find(({ id }) => id === connectionId)?.label ?? words.connectionGone;
    return `${label} · ${model}`;
  };
}
