import { providerKinds } from '@chimera/protocol/provider';
import { type VendorKind, vendors } from './vendors.ts';

/** What to do when there is no connection of this id. */
export function missingConnection(connectionId: string): string {
  const kind = providerKinds.find((known): known is VendorKind => known === connectionId && known !== 'demo');
  if (kind === undefined) return `There is no connection ${connectionId} any more. Choose another brain.`;
  return `${vendors[kind].name} is not set up here. ${vendors[kind].advice}`;
}
