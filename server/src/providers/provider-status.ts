import type { Provider, ProviderKind, ProviderStatus } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import type { Sighting } from './discovery.ts';
import type { Condition } from './health.ts';
import type { ProviderError } from './provider.ts';
import type { ServedConnection } from './served-connections.ts';
import { type Vendor, type VendorKind, vendors } from './vendors.ts';

/** How the rule-based brain introduces itself wherever providers are listed. */
export const demoStatus: Provider = {
  kind: 'demo',
  name: 'Demo brain',
  local: true,
  needsKey: false,
  status: 'ready',
  detail: 'Improvised by rules, not an AI. It needs no key and no network.',
  connections: [
    {
      id: 'demo',
      kind: 'demo',
      label: 'Demo brain',
      builtIn: true,
      status: 'ready',
      detail: 'Improvised by rules, not an AI.',
    },
  ],
};

/** A vendor that nobody has set up here. */
export function missingStatus(kind: VendorKind): Provider {
  return {
    ...basicsOf(kind, vendors[kind]),
    status: 'no-key',
    detail: vendors[kind].advice,
    connections: [],
  };
}

/** A server that is looked for on this machine. */
export function localStatus(served: ServedConnection, sighting: Sighting): Provider {
  const { kind, vendor, connection, configured } = served;
  const connections = configured || sighting.state === 'found' ? [connection] : [];
  const basics = { ...basicsOf(kind, vendor), connections };
  switch (sighting.state) {
    case 'found': {
      const { models } = sighting;
      const latencyMs = Math.round(sighting.latencyMs);
      if (models.length > 0) {
        const count = models.length === 1 ? 'one model' : `${models.length} models`;
        return { ...basics, latencyMs, status: 'ready', detail: `Running with ${count}.` };
      }
      const detail = `${vendor.name} is running but has no model that can talk. Download one there first.`;
      return { ...basics, latencyMs, status: 'failing', detail };
    }
    case 'absent':
      return {
        ...basics,
        status: statusOf(sighting.error),
        detail: configured ? sighting.error.message : `Not found on this machine. ${vendor.advice}`,
      };
    case 'unknown':
      return { ...basics, status: 'unreachable', detail: `Still looking for ${vendor.name}.` };
    default:
      return unreachable(sighting);
  }
}

/** A vendor that is called over the network. */
export function remoteStatus(served: ServedConnection, condition: Condition): Provider {
  const { kind, vendor, connection } = served;
  const basics = { ...basicsOf(kind, vendor), connections: [connection] };
  switch (condition.state) {
    case 'ready': {
      const unproven = vendor.needsKey && !vendor.modelsNeedKey && !condition.proven;
      const detail = unproven
        ? 'It answers. The first turn will show whether the key is good.'
        : 'It answers.';
      return { ...basics, latencyMs: Math.round(condition.latencyMs), status: 'ready', detail };
    }
    case 'failed':
      return { ...basics, status: statusOf(condition.error), detail: condition.error.message };
    case 'unknown':
      return { ...basics, status: 'unreachable', detail: `${vendor.name} has not answered yet.` };
    default:
      return unreachable(condition);
  }
}

function basicsOf(kind: ProviderKind, { name, local, needsKey }: Vendor) {
  return { kind, name, local, needsKey };
}

function statusOf({ problem }: ProviderError): ProviderStatus {
  return problem === 'unreachable' || problem === 'timeout' || problem === 'blocked'
    ? 'unreachable'
    : 'failing';
}
