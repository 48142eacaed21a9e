import {
  type Connection,
  type Model,
  type Provider,
  type ProviderKind,
  providerKinds,
} from '@chimera/protocol/provider';
import type { Discovery } from './discovery.ts';
import { demoStatus, localState, providerStatus, remoteState } from './provider-status.ts';
import type { ServedConnection } from './served-connection.ts';

/** What a connection offers. */
export interface OfferedModels {
  readonly kind: ProviderKind;
  readonly models: readonly Model[];
}

/** What the whole instance has. */
export interface InstanceParts {
  readonly instance: ReadonlyMap<string, ServedConnection>;
  readonly discovery: Discovery;
}

/** All providers and how they are, with the connections of the instance and these others that an owner may use. */
export function listProviders(
  parts: InstanceParts,
  others: readonly ServedConnection[],
): Promise<Provider[]> {
  return Promise.all(providerKinds.map((kind) => listingOf(parts, kind, others)));
}

/** The connections of the instance and these, as admins see them: with where they lead. */
export function listShared(
  { instance }: InstanceParts,
  others: readonly ServedConnection[],
): Promise<Connection[]> {
  return Promise.all(
    [...instance.values(), ...others].map(async (served) => ({
      ...(await listed(served)),
      ...served.connection,
    })),
  );
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
  others: readonly ServedConnection[],
): Promise<Provider> {
  if (kind === 'demo') return demoStatus;
  const own = await Promise.all(others.filter((each) => each.kind === kind).map(listed));
  const shared = instance.get(kind);
  if (!shared) return providerStatus(kind, own);
  if (!shared.vendor.local) return providerStatus(kind, [await listed(shared), ...own]);
  await discovery.settled();
  const isThere = await isListed({ instance, discovery }, shared);
  const state = localState(shared, discovery.sightingOf(kind));
  return providerStatus(
    kind,
    isThere ? [{ ...(shared.shown ?? shared.connection), ...state }, ...own] : own,
    state,
  );
}

async function listed(served: ServedConnection): Promise<Connection> {
  return { ...(served.shown ?? served.connection), ...remoteState(served, await served.health.condition()) };
}
