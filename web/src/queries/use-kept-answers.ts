import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 30;
const REFRESH_MS = 30_000;

/** How one's cache of answers does. */
export function useCacheStats() {
  const rest = useRest();
  return useQuery({
    queryKey: ['cache', 'stats'],
    queryFn: ({ signal }) => rest.call('getCacheStats', { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The answers that are kept, newest first, page by page. */
export function useCacheEntries() {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: ['cache', 'entries'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listCacheEntries', {
        query: { limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    refetchInterval: REFRESH_MS,
  });
}

/** Forgets answers: all, or those of a connection's model. */
export function useForgetAnswers() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (which: { connectionId?: string; model?: string }) =>
      rest.call('clearCache', { body: which }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['cache'] }),
  });
}
