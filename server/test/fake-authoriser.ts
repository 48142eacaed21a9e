import { type Scope, scopes } from '@chimera/protocol/access';
import { ChimeraError } from '../src/errors.ts';
import type { Authoriser, Credentials, Identity } from '../src/identity.ts';

/** People whom a test invents, signs out and changes; each by one secret, as token, key or cookie. */
export interface FakeAuthoriser extends Authoriser {
  /** How often `lapsed` was asked, and for how many. */
  readonly asked: number[];
  /** While it is set, nobody can be looked up. */
  failure: Error | null;
  /** While it is, a look has no answer. */
  isHanging: boolean;
  add(
    secret: string,
    person: { userId: string; kind?: 'session' | 'key'; scopes?: readonly Scope[] },
  ): Identity;
  signOut(secret: string): void;
  /** Somebody may do something else from now on. */
  change(secret: string, scopes: readonly Scope[]): void;
}

export function fakeAuthoriser(): FakeAuthoriser {
  const people = new Map<string, Identity>();
  const asked: number[] = [];
  const byGrant = ({ grant }: Pick<Identity, 'grant'>) =>
    [...people.values()].find((known) => JSON.stringify(known.grant) === JSON.stringify(grant));
  const fake: FakeAuthoriser = {
    asked,
    failure: null,
    isHanging: false,
    add(secret, { userId, kind = 'session', scopes: granted = scopes }) {
      const identity: Identity = {
        person: { userId, name: `The ${userId}` },
        username: userId,
        role: 'member',
        scopes: granted,
        grant: { kind, id: `${kind} of ${secret}` },
        rights: 1,
      };
      people.set(secret, identity);
      return identity;
    },
    signOut: (secret) => people.delete(secret),
    change(secret, granted) {
      const known = people.get(secret);
      if (known) people.set(secret, { ...known, scopes: granted, rights: known.rights + 1 });
    },
    async identify(credentials) {
      if (fake.failure) throw fake.failure;
      if (credentials.kind === 'none') return null;
      const known = credentials.kind === 'grant' ? byGrant(credentials) : people.get(secretOf(credentials));
      if (!known) throw new ChimeraError('unauthenticated', 'Nobody is known by this.');
      return known;
    },
    async lapsed(identities) {
      asked.push(identities.length);
      if (fake.isHanging) return new Promise(() => undefined);
      if (fake.failure) throw fake.failure;
      return identities.filter((identity) => byGrant(identity)?.rights !== identity.rights);
    },
  };
  return fake;
}

function secretOf(credentials: Exclude<Credentials, { kind: 'none' | 'grant' }>): string {
  if (credentials.kind === 'token') return credentials.token;
  return credentials.kind === 'key' ? credentials.key : credentials.secret;
}
