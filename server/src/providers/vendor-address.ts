import { ChimeraError } from '../errors.ts';
import { baseUrlOf } from './base-url.ts';
import { type VendorKind, vendors } from './vendors.ts';

/** Where a connection of this kind leads; throws what a person can mend when the address is none. */
export function vendorAddress(kind: VendorKind, given: string | null): URL {
  const vendor = vendors[kind];
  const baseUrl = given ?? vendor.baseUrl;
  if (baseUrl === null) throw refused('Say where the server is, such as http://192.168.1.20:8000/v1.');
  try {
    return baseUrlOf(baseUrl, vendor.protocol);
  } catch (error) {
    if (error instanceof ChimeraError) throw refused(error.message, error);
    throw error;
  }
}

export function isVendorKind(text: string): text is VendorKind {
  return Object.hasOwn(vendors, text);
}

function refused(message: string, cause?: unknown): ChimeraError {
  return new ChimeraError('invalid-request', message, { cause, errors: [{ path: 'baseUrl', message }] });
}
