import { ApiError } from '@chimera/client/api-error';
import type { Rest } from '@chimera/client/rest';
import type { Persona } from '@chimera/protocol/persona';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** One persona as it is now. One that does not exist fails with a 404. */
export function usePersona(id: string) {
  return useQuery(personaQuery(useRest(), id));
}

export function personaQuery(rest: Rest, id: string) {
  return {
    queryKey: ['personas', 'one', id],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
      rest.call('getPersona', { params: { id }, signal }),
    staleTime: 60_000,
    retry: (count: number, cause: Error) => !isMissing(cause) && count < 1,
  };
}

/** One persona, from a list that is here already if there is one; undefined when it does not exist. */
export async function knownPersona(
  queries: QueryClient,
  rest: Rest,
  id: string,
): Promise<Persona | undefined> {
  const lists = [['personas'], ['personas', 'built-in']].flatMap(
    (key) => queries.getQueryData<readonly Persona[]>(key) ?? [],
  );
  const listed = lists.find((persona) => persona.id === id);
  // Whether it exists is for the server to say, with what is asked of it then.
  return listed ?? queries.fetchQuery(personaQuery(rest, id)).catch(() => undefined);
}

/** Whether something failed because there is no such thing. */
export function isMissing(cause: Error | null): boolean {
  return cause instanceof ApiError && cause.status === 404;
}
