import type { ComposedSheet } from '@chimera/protocol/audition';
import type { NewPersona } from '@chimera/protocol/new-persona';
import { useCallback, useEffect, useState } from 'react';
import { useRest } from './rest.tsx';

export interface Composed {
  /** Of the sheet, or of the one before while it is asked for. */
  readonly data: ComposedSheet | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/**
 * What a model is told of a sheet; null asks nothing. No query: its key would be the sheet, which may be as long as a
 * book, and no sheet comes twice.
 */
export function useComposedSheet(persona: NewPersona | null): Composed {
  const rest = useRest();
  const [answer, setAnswer] = useState<Omit<Composed, 'retry'>>({ data: undefined, error: null });
  const ask = useCallback(() => {
    const control = new AbortController();
    const { signal } = control;
    const asked = persona && rest.call('composePersona', { body: { persona }, signal });
    asked?.then(
      (data) => !signal.aborted && setAnswer({ data, error: null }),
      (cause: unknown) => !signal.aborted && setAnswer(({ data }) => ({ data, error: errorOf(cause) })),
    );
    return () => control.abort();
  }, [rest, persona]);
  useEffect(ask, [ask]);
  return { ...answer, retry: ask };
}

function errorOf(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}
