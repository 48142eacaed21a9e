import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

export const INSTANCE_CONNECTIONS = ['admin', 'connections'];

/** The connections that everybody on this server may use. */
export function useInstanceConnections() {
  const rest = useRest();
  return useQuery({
    queryKey: INSTANCE_CONNECTIONS,
    queryFn: ({ signal }) => rest.call('listInstanceConnections', { signal }),
    select: ({ items }) => items,
  });
}
