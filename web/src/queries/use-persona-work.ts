import type { ListedPersona } from '@chimera/protocol/persona';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';
import { forgetFavouriteLists, showFavourite } from './use-gallery.ts';

/** Marks a persona as a favourite, or takes the mark away. It is shown at once, and taken back when it fails. */
export function useMarkFavourite() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, favourite }: Pick<ListedPersona, 'id' | 'favourite'>) =>
      rest.call(favourite ? 'markFavourite' : 'unmarkFavourite', { params: { id } }),
    onMutate: ({ id, favourite }) => showFavourite(queries, id, favourite),
    onError: (_, { id, favourite }) => showFavourite(queries, id, !favourite),
    onSettled: () => forgetFavouriteLists(queries),
    networkMode: 'always',
  });
}

/** Makes a persona of one's own that is like another one. */
export function useCopyPersona() {
  const rest = useRest();
  const renew = useRenewPersonas();
  return useMutation({
    mutationFn: (id: string) => rest.call('copyPersona', { params: { id } }),
    onSuccess: renew,
  });
}

/** Deletes a persona; its own page goes on showing it until `forget` is called, when one has left it. */
export function useDeletePersona() {
  const rest = useRest();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: (id: string) => rest.call('deletePersona', { params: { id } }),
    onSuccess: (_, id) =>
      queries.invalidateQueries({
        queryKey: ['personas'],
        predicate: ({ queryKey }) => !queryKey.includes(id),
      }),
    networkMode: 'always',
  });
  return {
    mutateAsync,
    forget: (id: string) =>
      queries.removeQueries({ queryKey: ['personas'], predicate: ({ queryKey }) => queryKey.includes(id) }),
  };
}

/** Makes an earlier version the newest one. */
export function useRestoreVersion() {
  const rest = useRest();
  const renew = useRenewPersonas();
  return useMutation({
    mutationFn: ({ id, version }: { readonly id: string; readonly version: number }) =>
      rest.call('restorePersonaVersion', { params: { id, version } }),
    onSuccess: renew,
  });
}

function useRenewPersonas() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['personas'] });
}
