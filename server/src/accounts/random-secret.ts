import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** 256 bits of chance, to be put into a link or a key. */
export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** What is kept of such a secret. Nobody guesses 256 bits, so a hash that is quick to compute gives nothing away. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
