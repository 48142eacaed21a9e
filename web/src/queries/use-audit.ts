import type { AuditAction } from '@chimera/protocol/admin';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 50;

export interface AuditFilter {
  readonly action: AuditAction | null;
  /** Done by or to this account. */
  readonly userId: string | null;
}

/** What was written down, the newest first, page by page. */
export function useAudit({ action, userId }: AuditFilter) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: ['admin', 'audit', { action, userId }],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listAudit', {
        query: {
          limit: PAGE,
          ...(action !== null && { action }),
          ...(userId !== null && { userId }),
          ...(pageParam !== '' && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  });
}
