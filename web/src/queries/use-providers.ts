import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

export function useProviders() {
  const rest = useRest();
  return useQuery({
    queryKey: ['providers'],
    queryFn: async ({ signal }) => (await rest.call('listProviders', { signal })).items,
  });
}
