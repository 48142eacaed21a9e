import type { Person } from '@chimera/protocol/account';
import { type Access, type Role, type Scope, scopes, scopesOfRole } from '@chimera/protocol/access';
import { ChimeraError } from './errors.ts';

/** What an identity rests on. It holds for as long as that does. */
export type Grant =
  | { readonly kind: 'local' }
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'key'; readonly id: string };

/** Somebody who asks, and what they may do: the scopes of what they showed, bounded by the rights of the account. */
export interface Identity {
  readonly person: Person;
  /** Unlike the name that people are shown by, nobody else has it. */
  readonly username: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly grant: Grant;
  /** Grows when the account's rights change: an identity with an older one is looked up again. */
  readonly rights: number;
}

/** What a request shows to say who asks. */
export type Credentials =
  | { readonly kind: 'none' }
  /** An access token. */
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'key'; readonly key: string }
  /** A browser's session cookie. */
  | { readonly kind: 'cookie'; readonly secret: string }
  /** What a ticket was made for. */
  | { readonly kind: 'grant'; readonly grant: Grant };

/** Knows who asks. All ways in go through the same one: HTTP, WebSocket, event streams, tickets. */
export interface Authoriser {
  /** Who shows these; null: they show nothing. Throws `unauthenticated` when what they show does not hold (any more). */
  identify(credentials: Credentials): Promise<Identity | null>;
  /** Those of these that do not hold any more, or whose rights changed; asked again and again while they are in. */
  lapsed(identities: readonly Identity[]): Promise<readonly Identity[]>;
}

/** The one who owns everything while there are no accounts. */
export const localOwner: Person = { userId: 'local', name: 'You' };

const local: Identity = {
  person: localOwner,
  username: localOwner.userId,
  role: 'admin',
  scopes,
  grant: { kind: 'local' },
  rights: 0,
};

/** Where there are no accounts, whoever reaches the server is its owner. */
export const localAuthoriser: Authoriser = {
  identify: async () => local,
  lapsed: async () => [],
};

/** What somebody with this role may do with credentials of these scopes. */
export function effectiveScopes(role: Role, granted: readonly Scope[]): readonly Scope[] {
  return granted.filter((scope) => scopesOfRole[role].includes(scope));
}

/** Throws unless this identity may call what needs `access`. The one place where that is decided. */
export function permit(identity: Identity | null, access: Access): void {
  if (access === 'anyone') return;
  if (identity === null) {
    throw new ChimeraError('unauthenticated', 'Sign in, or show an access token or an API key.');
  }
  if (access === 'account') {
    if (identity.grant.kind !== 'key') return;
    throw new ChimeraError('forbidden', 'This needs a signed-in person; an API key may not do it.');
  }
  if (identity.scopes.includes(access)) return;
  const isKeyTooSmall = identity.grant.kind === 'key' && scopesOfRole[identity.role].includes(access);
  throw new ChimeraError(
    'forbidden',
    isKeyTooSmall ? `This API key lacks the scope “${access}”.` : 'Only an admin may do this.',
  );
}
