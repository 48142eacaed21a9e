import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** The models of a connection; null asks nothing. */
export function useModels(connectionId: string | null) {
  const rest = useRest();
  return useQuery({
    queryKey: ['models', connectionId],
    enabled: connectionId !== null,
    queryFn: async ({ signal }) =>
      (await rest.call('listModels', { params: { id: connectionId ?? '' }, signal })).items,
    staleTime: 60_000,
  });
}
