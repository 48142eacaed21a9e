import type { Connection } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import type { Logger } from '../logger.ts';
import { baseUrlOf } from './base-url.ts';
import type { BrainsConfig, VendorConfig } from './brains-config.ts';
import { keyFingerprint } from './cache/answer-key.ts';
import { Health } from './health.ts';
import type { Provider } from './provider.ts';
import { vendorProvider } from './vendor-provider.ts';
import { type Vendor, type VendorKind, vendors } from './vendors.ts';

/** A connection together with what serves it. */
export interface ServedConnection {
  readonly kind: VendorKind;
  readonly connection: Connection;
  readonly vendor: Vendor;
  readonly provider: Provider;
  readonly health: Health;
  /** Tells its key from another one. */
  readonly keyFingerprint: string;
  /** The operator named it; otherwise it counts once it is found. */
  readonly configured: boolean;
}

/** Fewer characters than this would tell too much of a key by its last four. */
const KEY_HINT_MIN_LENGTH = 12;

/** The connections that the environment gives, and the usual local ones, by their ids. */
export function servedConnections(options: {
  readonly config: BrainsConfig;
  readonly dispatcher: Dispatcher;
  readonly logger: Logger;
  readonly clock: () => number;
  /** Hears of the failure of a call to a local server. */
  readonly onLocalFailure: () => void;
}): ReadonlyMap<string, ServedConnection> {
  const { config, dispatcher, logger, clock, onLocalFailure } = options;
  const served = servedKinds.flatMap((kind): ServedConnection[] => {
    const vendor = vendors[kind];
    const given = config.vendors[kind] ?? {};
    const baseUrl = given.baseUrl || vendor.baseUrl;
    const configured = Boolean(given.baseUrl || given.apiKey);
    if (baseUrl === null || !(configured || vendor.local)) return [];
    const provider = vendorProvider({
      kind,
      name: vendor.name,
      baseUrl,
      apiKey: given.apiKey,
      dispatcher,
      protocol: vendor.protocol,
      report(outcome) {
        health.note(outcome);
        if (outcome.ok) return;
        const { problem, message } = outcome.error;
        logger.warn({ connectionId: kind, problem, detail: message }, 'A provider failed.');
        if (vendor.local) onLocalFailure();
      },
    });
    const health = new Health((signal) => provider.models(signal), clock);
    const connection = connectionOf(kind, vendor, baseUrl, given);
    return [
      {
        kind,
        connection,
        vendor,
        provider,
        health,
        configured,
        keyFingerprint: keyFingerprint(given.apiKey),
      },
    ];
  });
  return new Map(served.map((each) => [each.connection.id, each]));
}

const servedKinds: readonly VendorKind[] = [
  'openai',
  'anthropic',
  'deepseek',
  'gemini',
  'openrouter',
  'ollama',
  'lmstudio',
  'openai-compatible',
];

function connectionOf(kind: VendorKind, vendor: Vendor, baseUrl: string, given: VendorConfig): Connection {
  const key = given.apiKey?.trim() ?? '';
  return {
    id: kind,
    kind,
    label: vendor.name,
    baseUrl: baseUrlOf(baseUrl, vendor.protocol).href,
    ...(key.length >= KEY_HINT_MIN_LENGTH && { keyLast4: key.slice(-4) }),
    builtIn: true,
    status: 'untried',
    detail: '',
  };
}
