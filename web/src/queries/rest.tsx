import type { Rest } from '@chimera/client/rest';
import { createContext, useContext } from 'react';

const RestContext = createContext<Rest | null>(null);

export const RestProvider = RestContext.Provider;

/** The one REST client of the app. */
export function useRest(): Rest {
  const rest = useContext(RestContext);
  if (rest === null) throw new Error('RestProvider is missing above this component.');
  return rest;
}
