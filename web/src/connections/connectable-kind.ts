import type { ConnectableKind } from '@chimera/protocol/connection';
import type { ProviderKind } from '@chimera/protocol/provider';

/** The kind of a provider that one can connect to; null for the demo brain, which is always there. */
export function connectableKindOf(kind: ProviderKind): ConnectableKind | null {
  return kind === 'demo' ? null : kind;
}
