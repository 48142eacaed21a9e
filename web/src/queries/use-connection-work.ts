import type { ConnectionChange, ConnectionTest, NewConnection } from '@chimera/protocol/connection';
import type { OperationName } from '@chimera/protocol/api';
import type { Connection } from '@chimera/protocol/provider';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type ConnectionScope, useConnectionScope } from './connection-scope.ts';
import { useRest } from './rest.tsx';
import { INSTANCE_CONNECTIONS } from './use-instance-connections.ts';

export interface ConnectionWork {
  readonly add: (wanted: NewConnection) => Promise<Connection>;
  readonly change: (id: string, wanted: ConnectionChange) => Promise<Connection>;
  readonly test: (id: string) => Promise<ConnectionTest>;
  /** Done when the lists no longer show it. */
  readonly remove: (id: string) => Promise<void>;
}

const operations = {
  own: {
    add: 'createConnection',
    change: 'changeConnection',
    test: 'testConnection',
    remove: 'deleteConnection',
  },
  everybody: {
    add: 'createInstanceConnection',
    change: 'changeInstanceConnection',
    test: 'testInstanceConnection',
    remove: 'deleteInstanceConnection',
  },
} as const satisfies Record<ConnectionScope, Record<keyof ConnectionWork, OperationName>>;

/**
 * What one can do with connections, one's own or those of everybody. Plain calls, no mutations: those keep what they were given in a cache, and a key
 * is kept nowhere in the browser.
 */
export function useConnectionWork(): ConnectionWork {
  const rest = useRest();
  const queries = useQueryClient();
  const scope = useConnectionScope();
  return useMemo(() => {
    const names = operations[scope];
    /** Those of everybody are also among the ways to a provider that one has oneself. */
    const renewLists = () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['providers'] }),
        ...(scope === 'everybody' ? [queries.invalidateQueries({ queryKey: INSTANCE_CONNECTIONS })] : []),
      ]);
    const renew = (id: string) =>
      Promise.all([renewLists(), queries.invalidateQueries({ queryKey: ['models', id] })]);
    const renewing = async <T extends Connection>(work: Promise<T>): Promise<T> => {
      const connection = await work;
      void renew(connection.id);
      return connection;
    };
    return {
      add: (body) => renewing(rest.call(names.add, { body })),
      change: (id, body) => renewing(rest.call(names.change, { params: { id }, body })),
      test: async (id) => {
        try {
          return await rest.call(names.test, { params: { id }, body: {} });
        } finally {
          void renew(id);
          // It cost a little.
          void queries.invalidateQueries({ queryKey: ['spending'] });
        }
      },
      remove: async (id) => {
        await rest.call(names.remove, { params: { id } });
        await renewLists();
        // Not before its row is gone, which would ask for them again.
        queries.removeQueries({ queryKey: ['models', id] });
      },
    };
  }, [rest, queries, scope]);
}
