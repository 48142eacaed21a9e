import type { ProviderKind } from '@chimera/protocol/provider';
import { useWords } from '../words/use-words.ts';
import { useProviders } from './use-providers.ts';

export type BrainNames = (of: { readonly kind: ProviderKind; readonly connectionId: string }) => string;

/** Whose model it is: the provider, or the connection's own label where the provider has several. */
export function useBrainNames(): BrainNames {
  const { conversation } = useWords();
  const providers = useProviders().data ?? [];
  return ({ kind, connectionId }) => {
    const connections = providers.find((provider) => provider.kind === kind)?.connections ?? [];
    const own = connections.length > 1 ? connections.find(({ id }) => id === connectionId) : undefined;
    return own?.label ?? conversation.providers[kind];
  };
}
