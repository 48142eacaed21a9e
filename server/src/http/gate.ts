import type { IncomingHttpHeaders } from 'node:http';
import { ChimeraError } from '../errors.ts';

/** Where requests may come from. One check for HTTP and WebSocket alike. */
export interface Gate {
  /** Throws when the request is for another host or comes from another site's page. */
  check(request: {
    readonly method: string;
    readonly headers: IncomingHttpHeaders;
    readonly isUpgrade: boolean;
  }): void;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A page of any website can send requests to a server on this machine, and by DNS rebinding even
 * read the answers: only known host names are answered, and only our own pages may change anything.
 */
export function createGate(publicUrl: URL | null): Gate {
  return {
    check({ method, headers, isUpgrade }) {
      const host = headers.host ?? '';
      if (!isKnownHost(host, publicUrl)) {
        throw new ChimeraError(
          'misdirected-host',
          'This server does not answer to that host name. Set CHIMERA_PUBLIC_URL to the address it is reached by.',
        );
      }
      if (safeMethods.has(method) && !isUpgrade) return;
      const { origin } = headers;
      const sameOrigin = origin === undefined || origin === publicUrl?.origin || originHost(origin) === host;
      if (!sameOrigin || headers['sec-fetch-site'] === 'cross-site') {
        throw new ChimeraError('origin-refused', "Requests from another site's pages are refused.");
      }
    },
  };
}

function isKnownHost(host: string, publicUrl: URL | null): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return loopbackNames.has(name) || host.toLowerCase() === publicUrl?.host;
}

function originHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
