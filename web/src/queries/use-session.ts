import { ApiError } from '@chimera/client/api-error';
import type { NewAccount, Profile, SignIn } from '@chimera/protocol/account';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { tellOtherTabs } from './other-tabs.ts';
import { useRest } from './rest.tsx';
import { PROFILE } from './use-profile.ts';

export interface SessionWork {
  readonly signIn: (wanted: SignIn) => Promise<void>;
  /** Makes an account and signs in with it. */
  readonly register: (wanted: NewAccount) => Promise<void>;
  readonly signOut: () => Promise<void>;
  /** After the server ended the session, as with the account or the password. */
  readonly leave: () => void;
}

/** Coming and going. Plain calls, no mutations: those keep what they were given in a cache, and here it is a password. */
export function useSession(): SessionWork {
  const rest = useRest();
  const queries = useQueryClient();
  return useMemo(() => {
    const become = (profile: Profile | null) => {
      becomePerson(queries, profile);
      tellOtherTabs();
    };
    const signIn = async (body: SignIn) => become(await rest.call('signIn', { body }));
    return {
      signIn,
      register: async (body) => {
        await rest.call('register', { body });
        await signIn({ username: body.username, password: body.password });
      },
      signOut: async () => {
        await rest.call('signOut', {}).catch(unlessOver);
        become(null);
      },
      leave: () => become(null),
    };
  }, [rest, queries]);
}

/** Nothing that was asked for as somebody else stays. */
export function becomePerson(queries: QueryClient, profile: Profile | null): void {
  queries.removeQueries({ predicate: ({ queryKey }) => !isOfEverybody(queryKey[0]) });
  queries.getMutationCache().clear();
  queries.setQueryData(PROFILE, profile);
  void queries.invalidateQueries({ queryKey: ['instance'] });
}

function isOfEverybody(key: unknown): boolean {
  return key === 'instance' || key === PROFILE[0];
}

/** A session that is over already is what was wanted. */
function unlessOver(cause: unknown): void {
  if (!(cause instanceof ApiError) || cause.status !== 401) throw cause;
}
