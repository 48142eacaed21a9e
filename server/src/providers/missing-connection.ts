import { ChimeraError } from '../errors.ts';
import type { BrainsConfig } from './brains-config.ts';
import { providerKinds } from '@chimera/protocol/provider';
import { type VendorKind, vendors } from './vendors.ts';

/** What to do when there is no connection of this id. */
export function missingConnection(connectionId: string): string {
  const kind = providerKinds.find((known): known is VendorKind => known === connectionId && known !== 'demo');
  if (kind === undefined) return `There is no connection ${connectionId} any more. Choose another brain.`;
  return `${vendors[kind].name} is not set up here. ${vendors[kind].advice}`;
}

/** Throws when the brain that the operator chose for all has no connection. */
export function requireDefaultBrain(
  { defaultBrain }: Pick<BrainsConfig, 'defaultBrain'>,
  instance: { has(kind: string): boolean },
): void {
  const wanted = defaultBrain?.kind;
  if (wanted === undefined || wanted === 'demo' || instance.has(wanted)) return;
  const why = missingConnection(wanted);
  throw new ChimeraError('invalid-request', `The default brain cannot be used. ${why}`);
}
