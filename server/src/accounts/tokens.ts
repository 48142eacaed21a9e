import { hkdfSync } from 'node:crypto';
import { type CryptoKey, errors, jwtVerify, SignJWT } from 'jose';
import { ChimeraError } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { MasterKeys } from './master-keys.ts';

/** What an access token says: who, by which session. */
export interface Claims {
  readonly accountId: string;
  readonly sessionId: string;
}

export interface Tokens {
  readonly lifetimeSeconds: number;
  sign(claims: Claims): Promise<string>;
  /** Throws `unauthenticated` when it is not ours, was changed, or is too old. */
  read(token: string): Promise<Claims>;
}

export interface TokensParts {
  /** Signing keys are made from these: the first signs, the others still verify. */
  readonly masterKeys: MasterKeys;
  /** Where the server is reached. */
  readonly issuer: string;
  readonly now: () => Date;
  readonly logger: Pick<Logger, 'warn'>;
}

const ALGORITHM = 'HS256';
/** RFC 9068, section 2.1: no other kind of token can be taken for an access token. */
const TYPE = 'at+jwt';
const AUDIENCE = 'chimera-api';
const LIFETIME_SECONDS = 15 * 60;
/** Clocks of nodes may differ by this much. */
const TOLERANCE_SECONDS = 30;
const KEY_BYTES = 32;

/** Access tokens: JWT, signed with HMAC (RFC 7519, RFC 9068). */
export async function createTokens({ masterKeys, issuer, now, logger }: TokensParts): Promise<Tokens> {
  const [signing] = masterKeys;
  const keys = new Map<string, CryptoKey>();
  for (const { id, bytes } of masterKeys) keys.set(id, await signingKey(bytes));
  let isWarned = false;

  const keyNamed = (id: string | undefined): CryptoKey => {
    const key = keys.get(id ?? '');
    if (key) return key;
    if (!isWarned) {
      logger.warn(
        'An access token was signed with a master key that is not here. Several nodes on one database need the same CHIMERA_MASTER_KEYS, and a key that was replaced has to stay in the list for 15 minutes.',
      );
    }
    isWarned = true;
    throw new ChimeraError(
      'unauthenticated',
      'This access token was signed with a key that this server does not have. Ask for a new one.',
    );
  };

  return {
    lifetimeSeconds: LIFETIME_SECONDS,
    async sign({ accountId, sessionId }) {
      const at = Math.floor(now().getTime() / 1000);
      return new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: signing.id })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(accountId)
        .setIssuedAt(at)
        .setExpirationTime(at + LIFETIME_SECONDS)
        .sign(keyNamed(signing.id));
    },
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, ({ kid }) => keyNamed(kid), {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer,
          audience: AUDIENCE,
          currentDate: now(),
          clockTolerance: TOLERANCE_SECONDS,
          // One from the future is refused as well.
          maxTokenAge: LIFETIME_SECONDS,
          requiredClaims: ['sub', 'sid', 'iat', 'exp'],
        });
        const { sub, sid } = payload;
        if (typeof sub === 'string' && typeof sid === 'string') return { accountId: sub, sessionId: sid };
      } catch (error) {
        throw refusal(error);
      }
      throw invalid();
    },
  };
}

/** A key of its own for this purpose (HKDF, RFC 5869): what seals provider keys signs nothing. */
function signingKey(master: Buffer): Promise<CryptoKey> {
  const bytes = Buffer.from(hkdfSync('sha256', master, '', 'chimera access token', KEY_BYTES));
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function refusal(error: unknown): ChimeraError {
  if (error instanceof ChimeraError) return error;
  if (error instanceof errors.JWTExpired) {
    return new ChimeraError(
      'unauthenticated',
      'This access token is too old. Ask for a new one with POST /api/auth/refresh, or sign in again.',
      { cause: error },
    );
  }
  return invalid(error);
}

function invalid(cause?: unknown): ChimeraError {
  return new ChimeraError('unauthenticated', 'This access token is not valid. Sign in again.', { cause });
}
