import { ChimeraError } from '../errors.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** A base URL as given, without a slash at its end, and with the version that its protocol needs. */
export function baseUrlOf(given: string, { completePath }: Pick<WireProtocol, 'completePath'>): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    // The address is not repeated: a password may be part of it.
    throw new ChimeraError(
      'invalid-request',
      'A base URL has to be a whole http or https address without a name and password in it, such as http://127.0.0.1:11434.',
    );
  }
  url.pathname = completePath(url.pathname.replace(/\/+$/, ''));
  return url;
}
