import type { Persona } from '@chimera/protocol/persona';
import { useQuery } from '@tanstack/react-query';
import { useRest } from '../queries/rest.tsx';
import { personaQuery } from '../queries/use-persona.ts';

/** The persona of a seat as it is now; undefined without a seat, while it is on its way, and when it was deleted. */
export function useSeatPersona(seat: { readonly personaId: string } | undefined): Persona | undefined {
  const query = personaQuery(useRest(), seat?.personaId ?? '');
  return useQuery({ ...query, enabled: seat !== undefined }).data;
}
