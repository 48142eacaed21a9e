import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';
import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import { ChimeraError } from '../errors.ts';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Whether it is the one behind this hash; null: there is no such account, and saying no takes as long. */
  matches(password: string, hash: string | null): Promise<boolean>;
  /** Throws when it is one that is tried first by whoever guesses. `path` is the field that it came in. */
  requireGood(password: string, whose: { username: string; email: string }, path: string): Promise<void>;
}

/** About a quarter of a second for each hash. */
const COST = 12;
/** Hashing takes threads that name look-ups and files need as well (libuv has four). */
const AT_A_TIME = 2;
const PRODUCT = 'chimera';
/** Whoever comes when so many wait is sent away: they would wait for longer than people do. */
const WAITING_LIMIT = 100;

/** Passwords as they are kept: bcrypt. A lower `cost` is for tests. */
export function createPasswords(cost: number = COST): Passwords {
  let known: Promise<ReadonlySet<string>> | null = null;
  const gate = bulkhead(AT_A_TIME, WAITING_LIMIT);
  // Of a well-formed hash whose password nobody knows.
  const nobody = `${bcrypt.genSaltSync(cost)}${'.'.repeat(31)}`;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await gate.execute(work);
    } catch (cause) {
      if (!(cause instanceof BulkheadRejectedError)) throw cause;
      throw new ChimeraError('unavailable', 'Too many people sign in at once. Try again in a moment.', {
        cause,
        retryAfterSeconds: 5,
      });
    }
  };
  return {
    hash: (password) => inTurn(() => bcrypt.hash(shortened(password), cost)),
    async matches(password, hash) {
      const isSame = await inTurn(() => bcrypt.compare(shortened(password), hash ?? nobody));
      return isSame && hash !== null;
    },
    async requireGood(password, { username, email }, path) {
      const plain = comparable(password);
      if ([username, email].some((name) => comparable(name) === plain)) {
        throw weak(path, 'A password must not be the username or the e-mail address.');
      }
      // With digits and signs behind it the product's name is still the first thing that is tried here.
      if (plain.replace(/[\d\p{P}\p{S}\s]+$/u, '') === PRODUCT) {
        throw weak(path, `A password must be more than “${PRODUCT}” with something behind it.`);
      }
      known ??= readKnown();
      if ((await known).has(plain)) {
        throw weak(path, 'This password is on lists of common passwords. Choose one that nobody else has.');
      }
    },
  };
}

/** bcrypt reads 72 bytes and stops at a zero: 64 characters that depend on the whole password stand for it. */
function shortened(password: string): string {
  return createHash('sha384').update(password.normalize('NFKC')).digest('base64');
}

/** Tens of thousands: worth reading only when somebody chooses a password. */
async function readKnown(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(comparable));
}

function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function weak(path: string, message: string): ChimeraError {
  return new ChimeraError('invalid-request', message, { errors: [{ path, message }] });
}
