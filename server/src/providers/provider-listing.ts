import { type Connection, type Provider, type ProviderKind, providerKinds } from '@chimera/protocol/provider';
import type { Discovery } from './discovery.ts';
import { demoStatus, localState, providerStatus, remoteState } from './provider-status.ts';
import type { ServedConnection } from './served-connection.ts';

/** What the whole instance has. */
export interface InstanceParts {
  readonly instance: ReadonlyMap<string, ServedConnection>;
  readonly discovery: Discovery;
}

/** All providers and how they are, with the connections of the instance and these of one owner. */
export function listProviders(
  parts: InstanceParts,
  allOwn: readonly ServedConnection[],
): Promise<Provider[]> {
  return Promise.all(providerKinds.map((kind) => listingOf(parts, kind, allOwn)));
}

/** A local server that nobody set up counts only while it is found. */
export async function isListed({ discovery }: InstanceParts, served: ServedConnection): Promise<boolean> {
  if (served.configured) return true;
  await discovery.settled();
  return discovery.sightingOf(served.kind).state === 'found';
}

async function listingOf(
  { instance, discovery }: InstanceParts,
  kind: ProviderKind,
  allOwn: readonly ServedConnection[],
): Promise<Provider> {
  if (kind === 'demo') return demoStatus;
  const own = await Promise.all(allOwn.filter((each) => each.kind === kind).map(listed));
  const shared = instance.get(kind);
  if (!shared) return providerStatus(kind, own);
  if (!shared.vendor.local) return providerStatus(kind, [await listed(shared), ...own]);
  await discovery.settled();
  const isThere = await isListed({ instance, discovery }, shared);
  const state = localState(shared, discovery.sightingOf(kind));
  return providerStatus(kind, isThere ? [{ ...shared.connection, ...state }, ...own] : own, state);
}

async function listed(served: ServedConnection): Promise<Connection> {
  return { ...served.connection, ...remoteState(served, await served.health.condition()) };
}
