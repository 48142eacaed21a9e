import type { Persona } from '@chimera/protocol/persona';
import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const LIMIT = 200;

/** Every persona that one may seat: for choices that search in them without asking again. */
export function usePersonas() {
  return useQuery(usePersonasQuery());
}

export function usePersonasQuery() {
  const rest = useRest();
  return {
    queryKey: ['personas'],
    queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
      const items: Persona[] = [];
      let cursor: string | undefined;
      do {
        const page = await rest.call('listPersonas', {
          query: { limit: LIMIT, ...(cursor !== undefined && { cursor }) },
          signal,
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return items;
    },
    staleTime: 60_000,
  };
}
