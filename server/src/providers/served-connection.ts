import type { Connection, Model } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import type { Logger } from '../logger.ts';
import { secrets } from '../secrets.ts';
import { baseUrlOf } from './base-url.ts';
import { keyFingerprint } from './cache/answer-key.ts';
import { breakerNameOf } from './guards.ts';
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
  /** Others than its owner use it: they are not told where it leads, which may be an inner address. */
  readonly isShared?: boolean;
}

/** A connection as it is listed, but for how it is. */
export type ListedConnection = Omit<Connection, 'status' | 'detail' | 'problem' | 'latencyMs'>;

/** A connection together with what serves it. */
export interface ServedConnection {
  readonly kind: VendorKind;
  readonly connection: ListedConnection;
  /** As those see it who use it and do not own it; absent: nobody but its owner uses it. */
  readonly shown?: ListedConnection;
  readonly vendor: Vendor;
  readonly provider: Provider;
  readonly health: Health;
  readonly configured: boolean;
  readonly hasKey: boolean;
  /** Calls that fail together: see `breakerNameOf`. */
  readonly breakerName: string;
  /** Tells its key from another one. */
  readonly keyFingerprint: string;
}

export interface ServingParts {
  readonly dispatcher: Dispatcher;
  readonly logger: Logger;
  readonly clock: () => number;
  /** Hears of the failure of a call to a local server. */
  readonly onLocalFailure: () => void;
}

const SHOWN_HOST = 'the server’s address for it';

/** Makes a connection ready to be asked. */
export function serve(facts: ConnectionFacts, parts: ServingParts): ServedConnection {
  const { id, kind, label, apiKey, keyLast4, builtIn, configured, createdAt } = facts;
  const vendor = vendors[kind];
  const url = baseUrlOf(facts.baseUrl, vendor.protocol);
  // The operator's are used as long as the process runs.
  if (builtIn) secrets.pin(apiKey);
  else secrets.add(apiKey);
  const provider = vendorProvider({
    kind,
    connectionId: id,
    name: vendor.name,
    baseUrl: facts.baseUrl,
    ...(facts.isShared && { shownHost: SHOWN_HOST }),
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
  const health = new Health((signal): Promise<readonly Model[]> => provider.models(signal), {
    clock: parts.clock,
    provesKey: vendor.modelsNeedKey,
  });
  const connection: ListedConnection = {
    id,
    kind,
    label,
    baseUrl: url.href,
    ...(keyLast4 !== null && { keyLast4 }),
    builtIn,
    ...(createdAt !== undefined && { createdAt }),
  };
  const breakerName = breakerNameOf({ id, kind, baseUrl: url.href, apiKey: apiKey ?? undefined });
  const fingerprint = keyFingerprint(apiKey ?? undefined);
  return {
    kind,
    connection,
    ...(facts.isShared && { shown: shownOf(connection) }),
    vendor,
    provider,
    health,
    configured,
    hasKey: apiKey !== null,
    breakerName,
    keyFingerprint: fingerprint,
  };
}

function shownOf({ baseUrl: _, keyLast4: __, ...connection }: ListedConnection): ListedConnection {
  return { ...connection, builtIn: true };
}
