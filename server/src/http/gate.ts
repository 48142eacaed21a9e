import type { IncomingMessage } from 'node:http';
import { ChimeraError } from '../errors.ts';

/** What the gate looks at. */
export type GatedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'rawHeaders'>;

/** Where requests may come from. One check for HTTP and WebSocket alike. */
export interface Gate {
  /** Throws when the request is for another host or comes from another site's page. */
  check(request: GatedRequest): void;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Addresses below these are for our own pages and for programs; at the others there are pages to visit. */
const NOT_A_PAGE = /^\/(?:(?:api|ws|assets|livez|readyz|metrics)(?:[/?]|$)|docs\/)/i;
/** Sent by a page of ours, or by the person alone: typed, from a bookmark. */
const ownSites = new Set<unknown>([undefined, 'same-origin', 'none']);

/**
 * A page of any website can send requests to a server on this machine, and by DNS rebinding even read the
 * answers. Only known host names are answered, and whatever a browser says another origin's page has asked for
 * is refused, reading included: another port of this machine is another origin, but gets the same cookies.
 * What such a page may do is lead a person here.
 */
export function createGate(publicUrl: URL | null): Gate {
  return {
    check(request) {
      const host = hostOf(request);
      if (!isKnownHost(host, publicUrl) && !isKeyedScrape(request)) {
        throw new ChimeraError(
          'misdirected-host',
          'This server does not answer to that host name. Set CHIMERA_PUBLIC_URL to the address it is reached by.',
        );
      }
      if (isVisit(request)) return;
      const { origin, 'sec-fetch-site': site } = request.headers;
      if (!isOwnOrigin(origin, host, publicUrl) || !ownSites.has(site)) {
        throw new ChimeraError('origin-refused', "Requests from another site's pages are refused.");
      }
    },
  };
}

/** The one host that the request is for; RFC 9112, 3.2: it is named once, and an address in the first line counts. */
function hostOf({ url = '/', headers, rawHeaders }: GatedRequest): string {
  const named = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (named.length > 1) throw new ChimeraError('invalid-request', 'This request names more than one host.');
  const host = (headers.host ?? '').toLowerCase();
  const target = url.startsWith('/') ? null : URL.parse(url);
  return target === null || target.host === host ? host : target.host;
}

function isKnownHost(host: string, publicUrl: URL | null): boolean {
  return loopbackNames.has(host.replace(/:\d+$/, '')) || host === publicUrl?.host;
}

/**
 * Prometheus asks each node by an address of its own and cannot name another host. With a key or token the route
 * looks at that alone, wherever the request comes from: a page that made the name its own has none.
 */
function isKeyedScrape({ method, url = '/', headers }: GatedRequest): boolean {
  const isMetrics = method === 'GET' && headers.upgrade === undefined && /^\/metrics(?:\?|$)/.test(url);
  return isMetrics && showsKey(headers);
}

/** By a header that no browser sends by itself. */
export function showsKey(headers: GatedRequest['headers']): boolean {
  return headers.authorization !== undefined || headers['x-api-key'] !== undefined;
}

/** A person comes to a page, in a tab of its own; what led them there is no matter. */
function isVisit({ method, url = '/', headers }: GatedRequest): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document' &&
    headers.upgrade === undefined &&
    !NOT_A_PAGE.test(decoded(url))
  );
}

/** The router reads `/%61pi` as `/api`. What cannot be decoded leads nowhere. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function isOwnOrigin(origin: string | undefined, host: string, publicUrl: URL | null): boolean {
  if (origin === undefined || origin === publicUrl?.origin) return true;
  // At the public address the scheme counts as well.
  return host !== publicUrl?.host && URL.parse(origin)?.host === host;
}
