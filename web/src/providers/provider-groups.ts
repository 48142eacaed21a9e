import type { Provider } from '@chimera/protocol/provider';

export interface ProviderGroups {
  /** With a connection: found on this machine first, then what answers, then the rest; the demo brain last. */
  readonly connected: readonly Provider[];
  readonly others: readonly Provider[];
  /** Nothing but the demo brain is connected. */
  readonly isOnlyDemo: boolean;
}

export function providerGroups(providers: readonly Provider[]): ProviderGroups {
  const connected = providers
    .filter(({ connections }) => connections.length > 0)
    .toSorted((a, b) => rank(a) - rank(b));
  return {
    connected,
    others: providers.filter(({ connections }) => connections.length === 0),
    isOnlyDemo: connected.every(({ kind }) => kind === 'demo'),
  };
}

function rank({ kind, local, status }: Provider): number {
  if (kind === 'demo') return 3;
  if (status !== 'ready') return 2;
  return local ? 0 : 1;
}
