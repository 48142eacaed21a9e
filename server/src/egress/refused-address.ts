import ipaddr from 'ipaddr.js';

/** How far a connection may go: to the public internet, or also to hosts that the operator named. */
export type Reach = 'public' | 'named';

/** Hand out credentials of the machine to whoever asks; some of them look like public addresses. */
const metadataAddresses: ReadonlySet<string> = new Set([
  'fd00:ec2::254',
  'fd20:ce::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
]);

/** Never a model server, even when somebody names it. The last four carry an IPv4 address inside. */
const refusedRanges: ReadonlySet<string> = new Set([
  'linkLocal',
  'multicast',
  'broadcast',
  'reserved',
  'rfc6052',
  'rfc6145',
  '6to4',
  'teredo',
]);

/** All of IPv6 that has been given out for the public internet (IANA, IPv6 Global Unicast Address Assignments). */
const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** They carry an IPv4 address inside too (RFC 4291, 2.5.5.1; RFC 8215), and `range` takes them for public. */
const carriers = [ipaddr.IPv6.parseCIDR('::/96'), ipaddr.IPv6.parseCIDR('64:ff9b:1::/48')];

/** Tells whether a connection to this IP address is refused. What is no address at all is refused too. */
export function isRefusedAddress(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return true;
  // An IPv4 address wrapped in IPv6 is judged as the IPv4 address that it reaches.
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return true;
  const range = parsed.range();
  if (refusedRanges.has(range)) return true;
  if (parsed instanceof ipaddr.IPv6 && range === 'unicast') {
    if (carriers.some((carrier) => parsed.match(carrier))) return true;
    return reach === 'public' && !parsed.match(publicIpv6);
  }
  return reach === 'public' && range !== 'unicast';
}
