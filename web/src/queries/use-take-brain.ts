import type { Provider } from '@chimera/protocol/provider';
import { useMutation } from '@tanstack/react-query';
import type { PreferredBrain } from '../preferences/preferences.ts';
import { useRest } from './rest.tsx';

/** The first model of a provider's connection, of one that answers if there is any; null when it has none. */
export function useTakeBrain() {
  const rest = useRest();
  return useMutation({
    mutationFn: async (provider: Provider): Promise<PreferredBrain | null> => {
      const { connections } = provider;
      const connection = connections.find(({ status }) => status === 'ready') ?? connections[0];
      if (connection === undefined) return null;
      const { items } = await rest.call('listModels', { params: { id: connection.id } });
      // One that is in memory answers at once.
      const model = items.find(({ loaded }) => loaded === true) ?? items[0];
      if (model === undefined) return null;
      return {
        connectionId: connection.id,
        model: model.id,
        label: `${provider.name} · ${model.name ?? model.id}`,
      };
    },
  });
}
