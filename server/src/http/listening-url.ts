import type { AddressInfo } from 'node:net';

/** Every address of the machine, which is none that one can type. */
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** The address that people on this machine type. */
export function listeningUrl(host: string, address: AddressInfo | string | null): string {
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  if (EVERYWHERE.has(host)) return `http://localhost:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
