import type { AccessToken } from '@chimera/protocol/account';
import type { AuditStore } from '../accounts/audit-store.ts';
import { cookieSeconds } from '../accounts/session-lifetime.ts';
import { randomSecret } from '../accounts/random-secret.ts';
import type { Session, SessionStore } from '../accounts/session-store.ts';
import type { SignIn } from '../accounts/sign-in.ts';
import type { Tokens } from '../accounts/tokens.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { profileOf, sessionOf } from './account-handlers.ts';
import type { Asking } from './asking.ts';
import { noteOf } from './audit-note.ts';
import { REFRESH_COOKIE, SESSION_COOKIE } from './credentials.ts';
import type { AccountHandlers } from './handlers.ts';

export interface SessionParts {
  readonly sessions: Pick<SessionStore, 'refresh' | 'list' | 'end' | 'endAll' | 'endBySecret'>;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly tokens: Pick<Tokens, 'sign' | 'lifetimeSeconds'>;
  readonly signIn: SignIn;
  readonly now: () => Date;
}

type Names =
  | 'signIn'
  | 'issueToken'
  | 'refreshToken'
  | 'signOut'
  | 'listSessions'
  | 'endSession'
  | 'endOtherSessions';

/** Coming in and going out. */
export function sessionHandlers(parts: SessionParts): Pick<AccountHandlers, Names> {
  const { sessions, audit, signIn, now } = parts;
  return {
    async signIn({ body, asking: { client, address, cookies } }) {
      const { account, secret } = await signIn({ ...body, kind: 'browser', client, address });
      // One browser has one session: whoever used it before is signed out of it.
      const before = cookies.get(SESSION_COOKIE);
      if (before !== undefined) await sessions.endBySecret(before);
      cookies.set(SESSION_COOKIE, secret, cookieSeconds('browser'));
      return profileOf(account);
    },
    async issueToken({ body: { username, password }, asking: { client, address, cookies } }) {
      const begun = await signIn({ username, password, kind: 'token', client, address });
      cookies.set(REFRESH_COOKIE, begun.secret, cookieSeconds('token'));
      return accessToken(parts, begun.session);
    },
    refreshToken: ({ asking }) => refreshed(parts, asking),
    async signOut({ asking, person }) {
      await sessions.end(person.userId, sessionOf(asking) ?? '');
      asking.cookies.clear(SESSION_COOKIE);
      asking.cookies.clear(REFRESH_COOKIE);
      await audit.note(noteOf(asking, 'signed-out'));
    },
    async listSessions({ asking, person }) {
      const current = sessionOf(asking);
      const items = await sessions.list(person.userId, now());
      return { items: items.map(({ accountId: _, ...item }) => ({ ...item, current: item.id === current })) };
    },
    async endSession({ params, asking, person }) {
      if (!(await sessions.end(person.userId, params.id))) throw notFound('session');
      const subject = { kind: 'session', id: params.id };
      await audit.note(noteOf(asking, 'session-ended', { subject }));
    },
    async endOtherSessions({ asking, person }) {
      const ended = await sessions.endAll(person.userId, sessionOf(asking));
      await audit.note(noteOf(asking, 'session-ended', { detail: `all others: ${ended}` }));
    },
  };
}

async function refreshed(
  parts: SessionParts,
  { address, cookies }: Pick<Asking, 'address' | 'cookies'>,
): Promise<AccessToken> {
  const secret = cookies.get(REFRESH_COOKIE);
  if (secret === undefined) {
    throw new ChimeraError('unauthenticated', 'There is no refresh cookie. Sign in.');
  }
  const next = randomSecret();
  const result = await parts.sessions.refresh(secret, next, { address, now: parts.now() });
  if (result.outcome === 'refreshed') {
    cookies.set(REFRESH_COOKIE, next, cookieSeconds('token'));
    return accessToken(parts, result.standing.session);
  }
  cookies.clear(REFRESH_COOKIE);
  if (result.outcome === 'reused') {
    const { session, account } = result.standing;
    const subject = { kind: 'session', id: session.id };
    const actor = { id: account.id, name: account.username };
    await parts.audit.note({ action: 'refresh-reused', actor, address, subject });
    throw new ChimeraError(
      'unauthenticated',
      'This refresh token was used before. Somebody may have copied it, so the session has ended. Sign in again.',
    );
  }
  throw new ChimeraError('unauthenticated', 'This refresh token does not hold any more. Sign in again.');
}

async function accessToken({ tokens }: SessionParts, session: Session): Promise<AccessToken> {
  const token = await tokens.sign({ accountId: session.accountId, sessionId: session.id });
  return { access_token: token, token_type: 'bearer', expires_in: tokens.lifetimeSeconds };
}
