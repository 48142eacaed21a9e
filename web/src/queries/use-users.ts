import type { UserChange } from '@chimera/protocol/admin';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 30;
const KEY = ['admin', 'users'];

/** Accounts that fit a search, the newest first, page by page. */
export function useUsers(q: string) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: [...KEY, { q }],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('listUsers', {
        query: { limit: PAGE, ...(q !== '' && { q }), ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  });
}

/** Changes the role, the state or the limit of an account; done when the lists show it. */
export function useChangeUser() {
  const rest = useRest();
  const renew = useRenewUsers();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: UserChange }) =>
      rest.call('changeUser', { params: { id }, body: change }),
    onSuccess: renew,
  });
}

/** Deletes an account with everything that belongs to it; done when the lists no longer show it. */
export function useDeleteUser() {
  const rest = useRest();
  const renew = useRenewUsers();
  return useMutation({
    mutationFn: (id: string) => rest.call('deleteUser', { params: { id } }),
    onSuccess: renew,
  });
}

/** It may have been one's own account. */
function useRenewUsers() {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: KEY }),
      queries.invalidateQueries({ queryKey: ['profile'] }),
    ]);
}

/** Makes a link that sets a new password. A plain call: a mutation would keep the link in a cache. */
export function useMakeResetLink() {
  const rest = useRest();
  return (id: string) => rest.call('createResetLink', { params: { id } });
}
