import type { Connection, Model } from '@chimera/protocol/provider';
import { createHash } from 'node:crypto';
import type { Dispatcher } from 'undici';
import type { Logger } from '../logger.ts';
import { secrets } from '../secrets.ts';
import { baseUrlOf } from './base-url.ts';
import { Health } from './health.ts';
import type { Provider } from './provider.ts';
import { vendorProvider } from './vendor-provider.ts';
import { type Vendor, type VendorKind, vendors } from './vendors.ts';

/** What one needs to know to reach a provider. */
export interface ConnectionFacts {
  readonly id: string;
  readonly kind: VendorKind;
  readonly label: string;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly keyLast4: string | null;
  /** From the environment, or looked for on this machine. */
  readonly builtIn: boolean;
  /** Somebody set it up; otherwise it counts once it is found. */
  readonly configured: boolean;
  readonly createdAt?: string;
}

/** A connection as it is listed, but for how it is. */
export type ListedConnection = Omit<Connection, 'status' | 'detail' | 'problem' | 'latencyMs'>;

/** A connection together with what serves it. */
export interface ServedConnection {
  readonly kind: VendorKind;
  readonly connection: ListedConnection;
  readonly vendor: Vendor;
  readonly provider: Provider;
  readonly health: Health;
  readonly configured: boolean;
  /** Vendor, server and key: who shares all three shares what the vendor thinks of them. */
  readonly account: string;
}

export interface ServingParts {
  readonly dispatcher: Dispatcher;
  readonly logger: Logger;
  readonly clock: () => number;
  /** Hears of the failure of a call to a local server. */
  readonly onLocalFailure: () => void;
}

/** Makes a connection ready to be asked. */
export function serve(facts: ConnectionFacts, parts: ServingParts): ServedConnection {
  const { id, kind, label, apiKey, keyLast4, builtIn, configured, createdAt } = facts;
  const vendor = vendors[kind];
  const url = baseUrlOf(facts.baseUrl, vendor.protocol);
  secrets.add(apiKey);
  const provider = vendorProvider({
    kind,
    name: vendor.name,
    baseUrl: facts.baseUrl,
    apiKey: apiKey ?? undefined,
    dispatcher: parts.dispatcher,
    protocol: vendor.protocol,
    report(outcome) {
      health.note(outcome);
      if (outcome.ok) return;
      const { problem, message } = outcome.error;
      parts.logger.warn({ connectionId: id, problem, detail: message }, 'A provider failed.');
      if (vendor.local) parts.onLocalFailure();
    },
  });
  const health = new Health((signal): Promise<readonly Model[]> => provider.models(signal), parts.clock);
  const connection: ListedConnection = {
    id,
    kind,
    label,
    baseUrl: url.href,
    ...(keyLast4 !== null && { keyLast4 }),
    builtIn,
    ...(createdAt !== undefined && { createdAt }),
  };
  const account = [kind, url.origin, fingerprintOf(apiKey)].join(' ');
  return { kind, connection, vendor, provider, health, configured, account };
}

/** Tells keys apart without telling anything of them. */
function fingerprintOf(key: string | null): string {
  return key === null ? '-' : createHash('sha256').update(key).digest('base64url').slice(0, 16);
}
