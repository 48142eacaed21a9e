import { type Scope, scopes } from '@chimera/protocol/access';
import { unreachable } from '@chimera/protocol/unreachable';
import { ChimeraError } from '../errors.ts';
import {
  type Authoriser,
  type Credentials,
  effectiveScopes,
  type Grant,
  type Identity,
} from '../identity.ts';
import type { Account, AccountStore } from './account-store.ts';
import type { ApiKeys, GrantedKey } from './api-keys.ts';
import { renewed } from './session-lifetime.ts';
import type { SessionStore, Standing } from './session-store.ts';
import type { StandingStore } from './standing-store.ts';
import type { Tokens } from './tokens.ts';

export interface AuthoriserParts {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly sessions: Pick<SessionStore, 'ofBrowser' | 'byId' | 'used'>;
  readonly standings: StandingStore;
  readonly tokens: Pick<Tokens, 'read'>;
  readonly apiKeys: Pick<ApiKeys, 'find' | 'byId'>;
  readonly now: () => Date;
}

/** The use of a session is noted at most this often. */
const NOTED_EVERY_MS = 60_000;

/** Knows the people who have accounts, by their sessions and keys. */
export function createAuthoriser(parts: AuthoriserParts): Authoriser {
  return {
    identify: (credentials) => identify(parts, credentials),
    async lapsed(identities) {
      const { standings, now } = parts;
      const ids = (kind: Grant['kind']) =>
        identities.flatMap(({ grant }) => (grant.kind === kind && grant.kind !== 'local' ? [grant.id] : []));
      const [sessions, keys] = await Promise.all([
        standings.rightsOfSessions(ids('session'), now()),
        standings.rightsOfKeys(ids('key'), now()),
      ]);
      return identities.filter(({ grant, rights }) => {
        if (grant.kind === 'local') return true;
        return (grant.kind === 'session' ? sessions : keys).get(grant.id) !== rights;
      });
    },
  };
}

async function identify(parts: AuthoriserParts, credentials: Credentials): Promise<Identity | null> {
  const { sessions, tokens, apiKeys, now } = parts;
  switch (credentials.kind) {
    case 'none':
      return null;
    case 'token': {
      const { accountId, sessionId } = await tokens.read(credentials.token);
      const standing = await sessions.byId(sessionId, now());
      return bySession(parts, standing?.account.id === accountId ? standing : null);
    }
    case 'cookie':
      return bySession(parts, await sessions.ofBrowser(credentials.secret, now()));
    case 'key':
      return byKey(parts, await apiKeys.find(credentials.key));
    case 'grant': {
      const { grant } = credentials;
      if (grant.kind === 'session') return bySession(parts, await sessions.byId(grant.id, now()));
      // What the local mode let in is nobody here.
      return byKey(parts, grant.kind === 'key' ? await apiKeys.byId(grant.id) : null);
    }
    default:
      return unreachable(credentials);
  }
}

async function bySession({ sessions, now }: AuthoriserParts, standing: Standing | null): Promise<Identity> {
  if (standing === null) {
    throw new ChimeraError('unauthenticated', 'You are signed out: this session has ended. Sign in again.');
  }
  const { session, account } = standing;
  const at = now();
  if (at.getTime() - Date.parse(session.lastUsedAt) >= NOTED_EVERY_MS) {
    await sessions.used(session, renewed(session, at), at);
  }
  return identityOf(account, scopes, { kind: 'session', id: session.id });
}

async function byKey({ accounts }: AuthoriserParts, key: GrantedKey | null): Promise<Identity> {
  const account = key && (await accounts.find(key.accountId));
  if (!key || account?.state !== 'active') {
    throw new ChimeraError(
      'unauthenticated',
      'This API key is unknown, revoked or too old. Make a new one on your account page.',
    );
  }
  return identityOf(account, key.scopes, { kind: 'key', id: key.id });
}

function identityOf(account: Account, granted: readonly Scope[], grant: Grant): Identity {
  const { id, username, name, role, rights } = account;
  return {
    person: { userId: id, name },
    username,
    role,
    scopes: effectiveScopes(role, granted),
    grant,
    rights,
  };
}
