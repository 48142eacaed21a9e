import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** The ready scenes. They change only with a new version of the server. */
export function useScenes() {
  const rest = useRest();
  return useQuery({
    queryKey: ['scenes'],
    queryFn: async ({ signal }) => (await rest.call('listScenes', { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
