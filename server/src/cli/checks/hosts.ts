import { lookup } from 'node:dns/promises';
import { createConnectionOverview } from '../../accounts/connection-overview-store.ts';
import type { StoredConnection } from '../../accounts/connection-store.ts';
import type { Config } from '../../config.ts';
import type { Database } from '../../db/open-database.ts';
import { hostAndPort } from '../../egress/allowed-hosts.ts';
import { isRefusedAddress } from '../../egress/refused-address.ts';
import { ChimeraError } from '../../errors.ts';
import { hostsOfPeople } from '../../open-brains.ts';
import { vendorAddress } from '../../providers/vendor-address.ts';
import { reasonOf } from '../opened.ts';
import { type Finding, findingsAbout } from './finding.ts';

const { ok, warning, problem } = findingsAbout('connections');

/** Whether the connections that people made lead where Chimera may go. */
export async function hostFindings(config: Config, database: Database): Promise<Finding[]> {
  const connections = await createConnectionOverview(database).withAddress();
  const allowed = hostsOfPeople(config);
  const found = await Promise.all(connections.map((connection) => ofConnection(connection, allowed)));
  const wrong = found.flatMap((finding) => finding ?? []);
  if (wrong.length > 0 || connections.length === 0) return wrong;
  return [ok(`${connections.length} connections with an address of their own may all be called.`)];
}

async function ofConnection(
  { kind, baseUrl, label }: StoredConnection,
  allowed: ReadonlySet<string>,
): Promise<Finding | null> {
  let url: URL;
  try {
    url = vendorAddress(kind, baseUrl);
  } catch (error) {
    if (!(error instanceof ChimeraError)) throw error;
    return warning(`“${label}”: ${error.message}`, 'Change its address under Providers.');
  }
  const host = hostAndPort(url);
  const isNamed = allowed.has(host);
  try {
    const addresses = await lookup(url.hostname.replace(/^\[|\]$/g, ''), { all: true });
    if (!addresses.some(({ address }) => isRefusedAddress(address, isNamed ? 'named' : 'public')))
      return null;
  } catch (error) {
    return warning(
      `“${label}”: ${host} is not found (${reasonOf(error)}).`,
      'Check the address and the network.',
    );
  }
  return problem(
    `“${label}” leads to ${host}, ${isNamed ? 'which is never called' : 'which is on a private network and not allowed'}.`,
    isNamed ? 'Change its address under Providers.' : `If it is yours, add ${host} to CHIMERA_ALLOWED_HOSTS.`,
  );
}
