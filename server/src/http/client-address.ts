import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';

/**
 * Whose address a request comes from: the socket's peer, unless that is a proxy that the operator listed
 * (`CHIMERA_TRUSTED_PROXIES`); then the last address in `X-Forwarded-For` that is none. What anybody else writes
 * into such headers has no effect.
 */
export function clientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddress.compile([...trustedProxies]);
  return (request) => plain(proxyAddress(request, trust));
}

/** An IPv4 address that reached an IPv6 socket is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
