import type { NewInvite } from '@chimera/protocol/admin';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const KEY = ['admin', 'invites'];

/** Invites that nobody has used yet. */
export function useInvites() {
  const rest = useRest();
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => rest.call('listInvites', { signal }),
    select: ({ items }) => items,
  });
}

/** Makes an invite. A plain call: a mutation would keep its link in a cache. */
export function useMakeInvite() {
  const rest = useRest();
  const queries = useQueryClient();
  return async (wanted: NewInvite) => {
    const made = await rest.call('createInvite', { body: wanted });
    void queries.invalidateQueries({ queryKey: KEY });
    return made;
  };
}

/** Revokes an invite; done when the list no longer shows it. */
export function useRevokeInvite() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => rest.call('revokeInvite', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
}
