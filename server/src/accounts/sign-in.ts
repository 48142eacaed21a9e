import { randomUUID } from 'node:crypto';
import { ChimeraError } from '../errors.ts';
import type { Account, AccountStore } from './account-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { Passwords } from './passwords.ts';
import { renewed } from './session-lifetime.ts';
import { randomSecret } from './random-secret.ts';
import type { Session, SessionKind, SessionStore } from './session-store.ts';

/** A session that has just begun, and the secret that proves it. It is in no other place in the clear. */
export interface SignedIn {
  readonly account: Account;
  readonly session: Session;
  readonly secret: string;
}

export interface SignInRequest {
  /** Username or e-mail address. */
  readonly username: string;
  readonly password: string;
  readonly kind: SessionKind;
  readonly client: string;
  readonly address: string;
}

export type SignIn = (request: SignInRequest) => Promise<SignedIn>;

/** Where a password is tried: before, and what came of it. `check` throws when it was tried too often. */
export interface PasswordAttempts {
  check(name: string, address: string): Promise<void>;
  failed(name: string, address: string): Promise<void>;
  succeeded(name: string, address: string): Promise<void>;
}

export interface SignInParts {
  readonly accounts: Pick<AccountStore, 'findByName'>;
  readonly sessions: Pick<SessionStore, 'begin'>;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly passwords: Pick<Passwords, 'matches'>;
  /** Bounds how often somebody guesses. */
  readonly attempts: PasswordAttempts;
  readonly now: () => Date;
}

/** Nobody learns from the answer, nor from how long it takes, whether there is such an account. */
export function createSignIn(parts: SignInParts): SignIn {
  const { accounts, sessions, audit, passwords, attempts, now } = parts;
  return async ({ username, password, kind, client, address }) => {
    const account = await accounts.findByName(username);
    // By username and by e-mail address it is the same account that is guessed at.
    const tried = account?.username ?? username;
    await attempts.check(tried, address);
    const isRight = await passwords.matches(password, account?.passwordHash ?? null);
    const secret = randomSecret();
    const at = now();
    const createdAt = at.toISOString();
    const begun =
      isRight && account
        ? await sessions.begin(
            {
              id: randomUUID(),
              accountId: account.id,
              kind,
              client,
              address,
              createdAt,
              lastUsedAt: createdAt,
              expiresAt: renewed({ kind, createdAt }, at),
            },
            secret,
            account.rights,
          )
        : null;
    const subject = account && { kind: 'account', id: account.id, name: account.username };
    if (!begun || !account) {
      await attempts.failed(tried, address);
      // What was typed for a name that nobody has is not written down: it may be a password.
      const actor = { name: account?.username ?? 'unknown' };
      await audit.note({ action: 'sign-in-failed', actor, ...(subject && { subject }), address });
      throw new ChimeraError('unauthenticated', 'Username or password is wrong.');
    }
    await attempts.succeeded(tried, address);
    const actor = { id: account.id, name: account.username };
    await audit.note({ action: 'signed-in', actor, address, ...(client !== '' && { detail: client }) });
    return { account, session: begun, secret };
  };
}
