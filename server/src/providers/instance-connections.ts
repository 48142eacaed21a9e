import { keyHint } from '../secrets.ts';
import type { BrainsConfig } from './brains-config.ts';
import {
  type ConnectionFacts,
  serve,
  type ServedConnection,
  type ServingParts,
} from './served-connection.ts';
import { type VendorKind, vendors } from './vendors.ts';

/**
 * The connections that the environment gives and, where one person uses this instance, the usual local ones; by
 * their ids: their kinds.
 */
export function instanceConnections(
  config: BrainsConfig,
  parts: ServingParts,
): ReadonlyMap<string, ServedConnection> {
  const served = kinds.flatMap((kind) => {
    const facts = factsOf(kind, config);
    return facts ? [serve(facts, parts)] : [];
  });
  return new Map(served.map((each) => [each.connection.id, each]));
}

const kinds: readonly VendorKind[] = [
  'openai',
  'anthropic',
  'deepseek',
  'gemini',
  'openrouter',
  'ollama',
  'lmstudio',
  'openai-compatible',
];

function factsOf(kind: VendorKind, config: BrainsConfig): ConnectionFacts | null {
  const vendor = vendors[kind];
  const given = config.vendors[kind] ?? {};
  const baseUrl = given.baseUrl || vendor.baseUrl;
  const configured = Boolean(given.baseUrl || given.apiKey);
  // Their owner wants them found on a laptop; on a server for many nobody asked for that.
  const isLookedFor = vendor.local && config.auth !== 'accounts';
  if (baseUrl === null || !(configured || isLookedFor)) return null;
  const apiKey = given.apiKey?.trim() || null;
  const keyLast4 = apiKey === null ? null : keyHint(apiKey);
  const isShared = config.auth === 'accounts';
  return {
    id: kind,
    kind,
    label: vendor.name,
    baseUrl,
    apiKey,
    keyLast4,
    builtIn: true,
    configured,
    isShared,
  };
}
