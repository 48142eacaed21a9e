import dns, { type LookupAddress } from 'node:dns';
import net, { type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { hostAndPort } from './allowed-hosts.ts';
import { isRefusedAddress, type Reach } from './refused-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Turns are seconds apart: long enough to spare the next one a TLS handshake. */
const KEEP_ALIVE_MS = 30_000;

/** A connection that was refused before a byte was sent. */
export class EgressBlockedError extends Error {
  readonly code = 'EGRESS_BLOCKED';
  readonly host: string;

  constructor(host: string) {
    super(`Connections to ${host} are not allowed.`);
    this.name = 'EgressBlockedError';
    this.host = host;
  }
}

export interface GuardedAgentOptions {
  /** Exact `host:port` pairs that may be on a private network. */
  readonly allowed: ReadonlySet<string>;
  readonly connectTimeoutMs?: number;
  /** How names become addresses; the system's way when absent. */
  readonly lookup?: LookupFunction;
}

/**
 * The one way out to other hosts. It judges what is really connected to, not what a URL looks
 * like: literal addresses, every address that a name stands for, and the peer of the open socket.
 */
export function guardedAgent(options: GuardedAgentOptions): Agent {
  const lookup = options.lookup ?? dns.lookup;
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const connectors = {
    public: connector(lookup, timeout, 'public'),
    named: connector(lookup, timeout, 'named'),
  };
  return new Agent({
    keepAliveTimeout: KEEP_ALIVE_MS,
    // One answer per socket, so that ending an answer ends its socket.
    allowH2: false,
    connect(target, callback) {
      const host = hostAndPort(target);
      const reach = options.allowed.has(host) ? 'named' : 'public';
      connectors[reach](target, callback);
    },
  });
}

function connector(lookup: LookupFunction, timeout: number, reach: Reach): buildConnector.connector {
  const connect = buildConnector({ timeout, allowH2: false, lookup: guardedLookup(lookup, reach) });
  return (target, callback) => {
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    // Names are judged by the lookup, which literal addresses never reach.
    if (net.isIP(literal) !== 0 && isRefusedAddress(literal, reach)) {
      callback(new EgressBlockedError(hostAndPort(target)), null);
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (socket.remoteAddress === undefined || isRefusedAddress(socket.remoteAddress, reach)) {
        socket.destroy();
        return callback(new EgressBlockedError(hostAndPort(target)), null);
      }
      callback(null, socket);
    });
  };
}

/** One refused address refuses the whole answer: the rest of it cannot be trusted either. */
function guardedLookup(lookup: LookupFunction, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, '');
      const addresses: LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? net.isIP(found) }] : found;
      const first = addresses[0];
      if (!first || addresses.some(({ address }) => isRefusedAddress(address, reach))) {
        return callback(new EgressBlockedError(hostname), '');
      }
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
