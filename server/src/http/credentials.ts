import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { ChimeraError } from '../errors.ts';
import type { Credentials } from '../identity.ts';

/** The cookie of a signed-in browser. The prefix binds it to this host and to encrypted transport (RFC 6265bis, 4.1.3.2). */
export const SESSION_COOKIE = '__Host-chimera';
/** The cookie that a program trades for its next access token. */
export const REFRESH_COOKIE = '__Host-chimera-refresh';
export const API_KEY_PREFIX = 'chm_';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What a request shows, the same for HTTP and WebSocket: `Authorization`, else `x-api-key`, else the cookie.
 * What is shown first counts alone: nobody gets in with a second try in the same request.
 */
export function credentialsOf(request: {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly isUpgrade: boolean;
}): Credentials {
  const { authorization, 'x-api-key': apiKey } = request.headers;
  if (authorization !== undefined) return bearer(authorization);
  if (apiKey !== undefined) return { kind: 'key', key: String(apiKey) };
  const secret = cookieIn(request.headers, SESSION_COOKIE);
  if (secret === undefined) return { kind: 'none' };
  requireOwnPage(request);
  return { kind: 'cookie', secret };
}

export function cookieIn(headers: IncomingHttpHeaders, name: string): string | undefined {
  return parseCookie(headers.cookie ?? '')[name];
}

/** RFC 6750, section 2.1. API keys come the same way. */
function bearer(authorization: string): Credentials {
  const [, token] = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i.exec(authorization) ?? [];
  if (token === undefined) {
    throw new ChimeraError('unauthenticated', 'Authorization must be “Bearer” and a token or an API key.');
  }
  return token.startsWith(API_KEY_PREFIX) ? { kind: 'key', key: token } : { kind: 'token', token };
}

/** Browsers send cookies by themselves, so what a cookie does must come from our own page (the gate compares). */
function requireOwnPage({ method, headers, isUpgrade }: Parameters<typeof credentialsOf>[0]): void {
  if (safeMethods.has(method) && !isUpgrade) return;
  if (headers.origin !== undefined || headers['sec-fetch-site'] === 'same-origin') return;
  throw new ChimeraError('origin-refused', 'A request with a session cookie must name its Origin.');
}
