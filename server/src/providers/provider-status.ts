import type { Connection, Provider, ProviderKind, ProviderStatus } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import type { Sighting } from './discovery.ts';
import type { Condition } from './health.ts';
import type { ProviderError } from './provider.ts';
import type { ServedConnection } from './served-connection.ts';
import { type Vendor, type VendorKind, vendors } from './vendors.ts';

/** How a connection is, in a word and in plain words. */
export type State = Pick<Connection, 'status' | 'detail' | 'problem' | 'latencyMs'>;

const demoDetail = 'Improvised by rules, not an AI. It needs no key and no network.';

export const demoConnection: Connection = {
  id: 'demo',
  kind: 'demo',
  label: 'Demo brain',
  builtIn: true,
  status: 'ready',
  detail: demoDetail,
};

/** How the rule-based brain introduces itself wherever providers are listed. */
export const demoStatus: Provider = {
  kind: 'demo',
  name: 'Demo brain',
  local: true,
  needsKey: false,
  status: 'ready',
  detail: demoDetail,
  connections: [demoConnection],
};

/** A provider with its connections; it is as well as the best of them. */
export function providerStatus(
  kind: VendorKind,
  connections: readonly Connection[],
  other?: State,
): Provider {
  const vendor = vendors[kind];
  const best = [...connections].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0] ?? other;
  return {
    ...basicsOf(kind, vendor),
    status: best === undefined ? 'no-key' : listedStatus(best.status),
    detail: best?.detail ?? vendor.advice,
    ...(best?.latencyMs !== undefined && { latencyMs: best.latencyMs }),
    connections: [...connections],
  };
}

const order: readonly Connection['status'][] = ['ready', 'untried', 'failing', 'unreachable', 'no-key'];

function listedStatus(status: Connection['status']): ProviderStatus {
  return status === 'untried' ? 'unreachable' : status;
}

/** A server that is looked for on this machine. */
export function localState({ vendor, configured }: ServedConnection, sighting: Sighting): State {
  switch (sighting.state) {
    case 'found': {
      const { models } = sighting;
      const latencyMs = Math.round(sighting.latencyMs);
      if (models.length > 0) {
        const count = models.length === 1 ? 'one model' : `${models.length} models`;
        return { latencyMs, status: 'ready', detail: `Running with ${count}.` };
      }
      const detail = `${vendor.name} is running but has no model that can talk. Download one there first.`;
      return { latencyMs, status: 'failing', detail };
    }
    case 'absent':
      return {
        status: statusOf(sighting.error),
        problem: sighting.error.problem,
        detail: configured ? sighting.error.message : `Not found on this machine. ${vendor.advice}`,
      };
    case 'unknown':
      return { status: 'unreachable', detail: `Still looking for ${vendor.name}.` };
    default:
      return unreachable(sighting);
  }
}

/** A connection that is called over the network. */
export function remoteState({ vendor }: ServedConnection, condition: Condition): State {
  switch (condition.state) {
    case 'ready': {
      const unproven = vendor.needsKey && !vendor.modelsNeedKey && !condition.proven;
      const detail = unproven
        ? 'It answers. The first turn will show whether the key is good.'
        : 'It answers.';
      return { latencyMs: Math.round(condition.latencyMs), status: 'ready', detail };
    }
    case 'failed':
      return {
        status: statusOf(condition.error),
        problem: condition.error.problem,
        detail: condition.error.message,
      };
    case 'unknown':
      return { status: 'untried', detail: `${vendor.name} has not answered yet.` };
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
