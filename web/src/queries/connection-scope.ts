import { createContext, useContext } from 'react';

/** Whose connections are meant: those of the person, or those that everybody on this server may use. */
export type ConnectionScope = 'own' | 'everybody';

const ScopeContext = createContext<ConnectionScope>('own');

export const ConnectionScopeProvider = ScopeContext.Provider;

/** Whose connections the forms and rows here work on. */
export function useConnectionScope(): ConnectionScope {
  return useContext(ScopeContext);
}
