import type { SpendingLimits } from '@chimera/protocol/spending';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const KEY = ['spending'];
/** Conversations go on while somebody looks at what they cost. */
const REFRESH_MS = 30_000;

/** What one's conversations cost. */
export function useSpending() {
  const rest = useRest();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => rest.call('getSpending', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Replaces all limits at once. */
export function useSetLimits() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (limits: SpendingLimits) => rest.call('setSpendingLimits', { body: limits }),
    onSuccess: async (spending) => {
      // An answer from before the change must not come after it.
      await queries.cancelQueries({ queryKey: KEY });
      queries.setQueryData(KEY, spending);
    },
  });
}
