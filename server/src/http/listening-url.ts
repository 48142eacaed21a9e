import type { AddressInfo } from 'node:net';

/** The address that people on this machine type. */
export function listeningUrl(host: string, address: AddressInfo | string | null): string {
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
