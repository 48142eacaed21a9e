import type { ConnectableKind, ConnectionChange, ConnectionTest } from '@chimera/protocol/connection';
import type { Connection } from '@chimera/protocol/provider';
import { useEffect, useRef, useState } from 'react';
import { fieldErrorsOf, type FieldErrors } from '../queries/field-errors.ts';
import { reasonOf } from '../queries/reason-of.ts';
import { useConnectionWork } from '../queries/use-connection-work.ts';
import type { ConnectionFields } from './connection-form.tsx';

/** How far a connection has come that somebody adds or changes. */
export type Try =
  | { readonly name: 'asking'; readonly errors: FieldErrors | null }
  | { readonly name: 'saving' }
  | { readonly name: 'testing'; readonly connection: Connection }
  | { readonly name: 'answered'; readonly connection: Connection; readonly test: ConnectionTest }
  /** Saved, but it does not answer; `saving` while it is changed once more. */
  | {
      readonly name: 'refused';
      readonly connection: Connection;
      readonly test: ConnectionTest;
      readonly saving: boolean;
      readonly errors: FieldErrors | null;
    };

const FIELDS = ['apiKey', 'baseUrl', 'label'];

/** Saves a connection and tests it at once. What is refused stays saved, to be mended or removed. */
export function useConnectionTry(kind: ConnectableKind, existing: Connection | null, onChanged?: () => void) {
  const work = useConnectionWork();
  const [now, setNow] = useState<Try>({ name: 'asking', errors: null });
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  // Whoever closed the dialog wants to hear no more of it.
  const become = (next: Try) => isOpen.current && setNow(next);

  async function test(connection: Connection): Promise<void> {
    become({ name: 'testing', connection });
    const answer = await work.test(connection.id).catch((cause: unknown) => notTested(cause));
    if (answer.ok) become({ name: 'answered', connection, test: answer });
    else become({ name: 'refused', connection, test: answer, saving: false, errors: null });
  }

  async function save(fields: ConnectionFields): Promise<void> {
    const before = now.name === 'refused' ? now : null;
    const changed = before?.connection ?? existing;
    become(before ? { ...before, saving: true, errors: null } : { name: 'saving' });
    try {
      const saved =
        changed === null
          ? await work.add({ kind, ...given(fields) })
          : await work.change(changed.id, changeOf(changed, fields));
      onChanged?.();
      await test(saved);
    } catch (cause) {
      const errors = fieldErrorsOf(cause, FIELDS);
      become(before ? { ...before, saving: false, errors } : { name: 'asking', errors });
    }
  }

  return { now, save, test };
}

function given({ apiKey, baseUrl, label }: ConnectionFields) {
  return {
    ...(apiKey !== '' && { apiKey }),
    ...(baseUrl !== '' && { baseUrl }),
    ...(label !== '' && { label }),
  };
}

function changeOf(before: Connection, { apiKey, baseUrl }: ConnectionFields): ConnectionChange {
  return {
    ...(apiKey !== '' && { apiKey }),
    ...(baseUrl !== (before.baseUrl ?? '') && { baseUrl: baseUrl === '' ? null : baseUrl }),
  };
}

/** The server could not even be asked to test. */
function notTested(cause: unknown): ConnectionTest {
  return { ok: false, latencyMs: 0, problem: { code: 'not-tested', detail: reasonOf(cause) } };
}
