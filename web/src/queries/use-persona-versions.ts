import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 20;

/** The versions of a persona, the newest first, page by page. */
export function usePersonaVersions(id: string) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: ['personas', 'versions', id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listPersonaVersions', {
        params: { id },
        query: { limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
  });
}

/** A persona as it was. It never changes. */
export function usePersonaVersion(id: string, version: number) {
  const rest = useRest();
  return useQuery({
    queryKey: ['personas', 'version', id, version],
    queryFn: ({ signal }) => rest.call('getPersonaVersion', { params: { id, version }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
