import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const LIMIT = 200;

/** Those that come with Chimera. They change only with a new version of the server. */
export function useBuiltInPersonas() {
  const rest = useRest();
  return useQuery({
    queryKey: ['personas', 'built-in'],
    queryFn: async ({ signal }) =>
      (await rest.call('listPersonas', { query: { from: 'built-in', limit: LIMIT }, signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
