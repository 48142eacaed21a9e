import type { CastChange, NewCast } from '@chimera/protocol/cast';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';
import { isMissing } from './use-persona.ts';

const KEY = ['casts'];

/** Casts: one's own, then those that come with Chimera. */
export function useCasts() {
  const rest = useRest();
  return useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await rest.call('listCasts', { signal })).items,
  });
}

/** One cast. One that does not exist fails with a 404. */
export function useCast(id: string) {
  const rest = useRest();
  return useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => rest.call('getCast', { params: { id }, signal }),
    retry: (count, cause) => !isMissing(cause) && count < 1,
  });
}

/** Keeps personas as a cast. */
export function useCreateCast() {
  const rest = useRest();
  const renew = useRenewCasts();
  return useMutation({
    mutationFn: (cast: NewCast) => rest.call('createCast', { body: cast }),
    onSuccess: renew,
  });
}

export function useChangeCast() {
  const rest = useRest();
  const renew = useRenewCasts();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: CastChange }) =>
      rest.call('changeCast', { params: { id }, body: change }),
    // Also when it was refused: there may be a newer one.
    onSettled: renew,
  });
}

/** Deletes a cast; its own page goes on showing it until `forget` is called, when one has left it. */
export function useDeleteCast() {
  const rest = useRest();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (id: string) => rest.call('deleteCast', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY, exact: true }),
    networkMode: 'always',
  });
  return {
    mutateAsync,
    forget: (id: string) => queries.removeQueries({ queryKey: [...KEY, id] }),
  };
}

function useRenewCasts() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: KEY });
}
