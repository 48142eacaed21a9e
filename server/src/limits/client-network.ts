import ipaddr from 'ipaddr.js';

const IPV6_GROUPS = 4;

/**
 * Whom an address is counted for: an IPv4 address alone; of IPv6 the first 64 bits, for one connection at home has
 * all addresses that begin with them (RFC 6177, RFC 7421).
 */
export function clientNetwork(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(plain)) return address;
  const parsed = ipaddr.process(plain);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  const groups = parsed.toNormalizedString().split(':').slice(0, IPV6_GROUPS);
  return `${groups.join(':')}::/64`;
}
