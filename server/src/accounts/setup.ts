import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How the first admin is told from everybody else: by a token that only the operator can read. */
export interface Setup {
  isToken(text: string): boolean;
  /** The address that makes an admin; the token is in the part that browsers do not send. */
  urlAt(origin: string): string;
}

/** Name of the secret of all nodes; its row is also where those who register wait for each other. */
export const SETUP_SECRET = 'setup';

/** The same on all nodes and after every restart, as it is made from their secret. It is stored nowhere. */
export function createSetup(secret: Buffer): Setup {
  const token = createHmac('sha256', secret).update('setup token').digest('base64url');
  return {
    isToken: (text) => timingSafeEqual(digestOf(text), digestOf(token)),
    urlAt: (origin) => new URL(`/setup#${token}`, origin).href,
  };
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
