import { useInfiniteQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 6;

/** One's conversations in which a persona plays or has played, the last touched first, page by page. */
export function usePlayed(personaId: string) {
  const rest = useRest();
  return useInfiniteQuery({
    // Under the conversations, so that one that is deleted leaves this list too.
    queryKey: ['conversations', 'played', personaId],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listPersonaConversations', {
        params: { id: personaId },
        query: { limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
  });
}
