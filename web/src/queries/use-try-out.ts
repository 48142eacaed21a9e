import { ApiError } from '@chimera/client/api-error';
import { audition } from '@chimera/client/audition';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { PROFILE } from './use-profile.ts';

type Body = Parameters<typeof audition>[0];

/** Tries a persona out, event by event; fails as any call does. */
export function useTryOut() {
  const queries = useQueryClient();
  return useCallback(
    async function* (body: Body, signal: AbortSignal) {
      try {
        yield* audition(body, { signal });
      } catch (cause) {
        // The session may be over: whoever shows that asks who one is.
        if (cause instanceof ApiError && cause.status === 401) {
          void queries.invalidateQueries({ queryKey: PROFILE });
        }
        throw cause;
      }
    },
    [queries],
  );
}
