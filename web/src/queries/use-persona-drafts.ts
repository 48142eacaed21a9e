import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** Sheets that one has begun and not kept yet, the last saved first. */
export function usePersonaDrafts() {
  const rest = useRest();
  return useQuery({
    queryKey: ['personas', 'drafts'],
    queryFn: async ({ signal }) => (await rest.call('listPersonaDrafts', { signal })).items,
  });
}
