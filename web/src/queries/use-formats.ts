import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** The formats that come with the server. They change only with a new version of it. */
export function useFormats() {
  const rest = useRest();
  return useQuery({
    queryKey: ['formats'],
    queryFn: async ({ signal }) => (await rest.call('listFormats', { signal })).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
