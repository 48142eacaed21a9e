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

/** Tells whether a connection to this IP address is refused. What is no address at all is refused too. */
export function isRefusedAddress(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return true;
  // An IPv4 address wrapped in IPv6 is judged as the IPv4 address that it reaches.
  const parsed = ipaddr.process(address);
  if (metadataAddresses.has(parsed.toString())) return true;
  const range = parsed.range();
  return reach === 'public' ? range !== 'unicast' : refusedRanges.has(range);
}
