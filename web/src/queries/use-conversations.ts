import type { ConversationState } from '@chimera/protocol/conversation';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 30;

export interface ConversationFilter {
  readonly q: string;
  readonly state: ConversationState | null;
}

/** One's conversations that fit a filter, page by page. */
export function useConversations({ q, state }: ConversationFilter) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: ['conversations', 'list', { q, state }],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listConversations', {
        query: {
          limit: PAGE,
          ...(q !== '' && { q }),
          ...(state !== null && { state }),
          ...(pageParam !== '' && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  });
}
