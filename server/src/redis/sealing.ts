import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Closes texts so that only who has the secret opens them, and only for the purpose that they were closed for. */
export interface Sealing {
  seal(text: string, purpose: string): string;
  /** Null: it was closed with another secret or for another purpose, or was changed. */
  open(sealed: string, purpose: string): string | null;
}

/** AES-256-GCM with a key that is derived from the secret. */
export function createSealing(secret: Buffer, name: string): Sealing {
  // Bytes would be made into a key with every text, which costs more than all the rest.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', name, 32)));
  return {
    seal(text, purpose) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, 'base64');
      const iv = bytes.subarray(0, IV_BYTES);
      const tag = bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
      if (tag.length < TAG_BYTES) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, iv)
          .setAAD(Buffer.from(purpose))
          .setAuthTag(tag);
        const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        // Not ours: what cannot be opened is as good as not there.
        return null;
      }
    },
  };
}
