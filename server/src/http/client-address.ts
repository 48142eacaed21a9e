import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';

/**
 * Whose address a request comes from: the socket's peer, unless that is a proxy that the operator listed
 * (`CHIMERA_TRUSTED_PROXIES`); then the last address in `X-Forwarded-For` that is none. What anybody else writes
 * into such headers has no effect. Where a proxy passes on what is no address, the proxy itself counts.
 */
export function clientAddress(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddress.compile([...trustedProxies]);
  // From the socket outwards, up to the first that is no proxy of ours.
  return (request) => proxyAddress.all(request, trust).map(plain).findLast(isAddress) ?? '';
}

/** Whether the peer of the socket is one of these proxies. */
export function fromProxy(trustedProxies: readonly string[]): (request: IncomingMessage) => boolean {
  const trust = proxyAddress.compile([...trustedProxies]);
  return ({ socket }) => socket.remoteAddress !== undefined && trust(plain(socket.remoteAddress), 0);
}

/** Some proxies add the port. An IPv4 address that reached an IPv6 socket is the same address. */
function plain(text: string): string {
  const address = text.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1').replace(/^\[(.+)\](?::\d+)?$/, '$1');
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}
