import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const RENEW_MS = 60_000;

/** What anybody may know of this server. That it has no accounts is asked once: only a restart changes it. */
export function useInstance() {
  const rest = useRest();
  return useQuery({
    queryKey: ['instance'],
    queryFn: ({ signal }) => rest.call('getInstance', { signal }),
    staleTime: ({ state }) => (state.data?.auth === 'local' ? Number.POSITIVE_INFINITY : RENEW_MS),
  });
}
