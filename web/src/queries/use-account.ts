import type { NewApiKey, ProfileChange } from '@chimera/protocol/account';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRest } from './rest.tsx';
import { PROFILE } from './use-profile.ts';

const SESSIONS = ['sessions'];
const API_KEYS = ['api-keys'];

/** Where one is signed in. */
export function useSessions() {
  const rest = useRest();
  return useQuery({
    queryKey: SESSIONS,
    queryFn: async ({ signal }) => (await rest.call('listSessions', { signal })).items,
  });
}

export function useApiKeys() {
  const rest = useRest();
  return useQuery({
    queryKey: API_KEYS,
    queryFn: async ({ signal }) => (await rest.call('listApiKeys', { signal })).items,
  });
}

/** What one can do with one's account. Plain calls, no mutations: passwords and keys are kept in no cache. */
export function useAccountWork() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMemo(() => {
    const renew = (queryKey: readonly string[]) => queries.invalidateQueries({ queryKey });
    return {
      changeProfile: async (body: ProfileChange) => {
        queries.setQueryData(PROFILE, await rest.call('changeProfile', { body }));
      },
      changePassword: async (body: { currentPassword: string; newPassword: string }) => {
        await rest.call('changePassword', { body });
        await renew(SESSIONS);
      },
      askForReset: (email: string) => rest.call('askForReset', { body: { email } }),
      resetPassword: (body: { token: string; password: string }) => rest.call('resetPassword', { body }),
      deleteAccount: (password: string) => rest.call('deleteAccount', { body: { password } }),
      endSession: async (id: string) => {
        await rest.call('endSession', { params: { id } });
        await renew(SESSIONS);
      },
      endOtherSessions: async () => {
        await rest.call('endOtherSessions', {});
        await renew(SESSIONS);
      },
      createApiKey: async (body: NewApiKey) => {
        const made = await rest.call('createApiKey', { body });
        void renew(API_KEYS);
        return made;
      },
      revokeApiKey: async (id: string) => {
        await rest.call('revokeApiKey', { params: { id } });
        await renew(API_KEYS);
      },
    };
  }, [rest, queries]);
}
