import type { Provider } from '@chimera/protocol/provider';

/**
 * Local providers that answer, to offer instead of the demo brain; none is a fine answer. Null when there is nothing
 * to say: a provider that somebody set up is ready, or nothing is known yet.
 */
export function localBrains(providers: readonly Provider[]): readonly Provider[] | null {
  if (providers.length === 0) return null;
  const ready = providers.filter(({ kind, status }) => kind !== 'demo' && status === 'ready');
  const found = ready.filter(({ local, connections }) => local && connections.length > 0);
  return ready.length > found.length ? null : found;
}
