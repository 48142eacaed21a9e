import type { InstanceSettingsChange } from '@chimera/protocol/admin';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const KEY = ['admin', 'settings'];

/** Who may register, and what everybody may use. */
export function useInstanceSettings() {
  const rest = useRest();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => rest.call('getInstanceSettings', { signal }),
  });
}

export function useChangeInstanceSettings() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: InstanceSettingsChange) => rest.call('changeInstanceSettings', { body: change }),
    onSuccess: async (settings) => {
      // An answer from before the change must not come after it.
      await queries.cancelQueries({ queryKey: KEY });
      queries.setQueryData(KEY, settings);
    },
  });
}
