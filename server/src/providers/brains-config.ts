import type { ProviderKind } from '@chimera/protocol/provider';

/** What the operator gave for one vendor. */
export interface VendorConfig {
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

export interface BrainsConfig {
  readonly vendors: Readonly<Partial<Record<ProviderKind, VendorConfig>>>;
  /** The brain of seats that have none of their own; null: whatever is found here. */
  readonly defaultBrain: { readonly kind: ProviderKind; readonly model: string } | null;
}
