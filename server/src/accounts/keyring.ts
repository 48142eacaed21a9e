import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key that seals secrets: 32 bytes under a short name. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Seals secrets with AES-256-GCM (NIST SP 800-38D): a random IV of 96 bits for each, and a place that is
 * authenticated with it, so that a sealed secret opens nowhere but where it was put.
 * Sealed text: `v1.<key id>.<IV>.<ciphertext and 16 bytes of tag>`, the last two in base64url.
 */
export interface Keyring {
  seal(secret: string, place: string): string;
  /** Null when it was changed, moved, or sealed with a key that is not here. */
  open(sealed: string, place: string): string | null;
  /** Whether it was sealed with a key that is here, by that key's name. */
  knows(sealed: string): boolean;
  /** True when it was sealed with another key than the one that seals now. */
  isOld(sealed: string): boolean;
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The first key seals; the others only open what they sealed before. */
export function createKeyring(keys: readonly [MasterKey, ...MasterKey[]]): Keyring {
  const [active] = keys;
  return {
    seal(secret, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', active.bytes, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [VERSION, active.id, iv.toString('base64url'), sealed.toString('base64url')].join('.');
    },
    open(sealed, place) {
      const [version, keyId, iv = '', body = ''] = sealed.split('.');
      const key = keys.find(({ id }) => id === keyId);
      if (version !== VERSION || !key) return null;
      try {
        return opened(key, Buffer.from(iv, 'base64url'), Buffer.from(body, 'base64url'), place);
      } catch {
        // What does not authenticate is no secret of ours; whoever asked says what that means.
        return null;
      }
    },
    knows: (sealed) => keys.some(({ id }) => id === keyIdOf(sealed)),
    isOld: (sealed) => keyIdOf(sealed) !== active.id,
  };
}

function opened(key: MasterKey, iv: Buffer, body: Buffer, place: string): string {
  const text = body.subarray(0, -TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(place))
    .setAuthTag(body.subarray(-TAG_BYTES));
  return decipher.update(text, undefined, 'utf8') + decipher.final('utf8');
}

function keyIdOf(sealed: string): string | undefined {
  return sealed.split('.')[1];
}
