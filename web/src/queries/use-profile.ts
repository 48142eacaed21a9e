import { ApiError } from '@chimera/client/api-error';
import type { Profile } from '@chimera/protocol/account';
import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';
import { useInstance } from './use-instance.ts';

export const PROFILE = ['profile'];

/** Who one is: null when nobody is signed in. Where there are no accounts nothing is asked, and there is no data. */
export function useProfile() {
  const rest = useRest();
  const { data: instance } = useInstance();
  return useQuery({
    queryKey: PROFILE,
    enabled: instance?.auth === 'accounts',
    queryFn: async ({ signal }): Promise<Profile | null> => {
      try {
        return await rest.call('getProfile', { signal });
      } catch (cause) {
        if (cause instanceof ApiError && cause.status === 401) return null;
        throw cause;
      }
    },
  });
}
