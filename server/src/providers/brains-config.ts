import type { ProviderKind } from '@chimera/protocol/provider';

/** What the operator gave for one vendor. */
export interface VendorConfig {
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

export interface BrainsConfig {
  /** `accounts`: many people use this instance. Local servers are then looked for only where the operator names them. */
  readonly auth?: 'local' | 'accounts';
  readonly vendors: Readonly<Partial<Record<ProviderKind, VendorConfig>>>;
  /** The brain of seats that have none of their own; null: whatever is found here. */
  readonly defaultBrain: { readonly kind: ProviderKind; readonly model: string } | null;
}
