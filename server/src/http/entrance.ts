import { clientAddress, fromProxy } from './client-address.ts';
import { createGate } from './gate.ts';
import { createSecurityHeaders } from './headers.ts';
import { requestIds } from './request-id.ts';

export interface EntranceOptions {
  readonly publicUrl: URL | null;
  /** Addresses and networks of proxies that are believed. */
  readonly trustedProxies: readonly string[];
}

/** What every request passes on its way in, and what every answer takes along. */
export function createEntrance({ publicUrl, trustedProxies }: EntranceOptions) {
  const isFromProxy = fromProxy(trustedProxies);
  return {
    gate: createGate(publicUrl),
    headers: createSecurityHeaders(publicUrl),
    addressOf: clientAddress(trustedProxies),
    isFromProxy,
    requestIdOf: requestIds(isFromProxy),
  };
}
