import type { ConnectionChange, ConnectionTest, NewConnection } from '@chimera/protocol/connection';
import type { Connection } from '@chimera/protocol/provider';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRest } from './rest.tsx';

export interface ConnectionWork {
  readonly add: (wanted: NewConnection) => Promise<Connection>;
  readonly change: (id: string, wanted: ConnectionChange) => Promise<Connection>;
  readonly test: (id: string) => Promise<ConnectionTest>;
  /** Done when the lists no longer show it. */
  readonly remove: (id: string) => Promise<void>;
}

/**
 * What one can do with connections. Plain calls, no mutations: those keep what they were given in a cache, and a key
 * is kept nowhere in the browser.
 */
export function useConnectionWork(): ConnectionWork {
  const rest = useRest();
  const queries = useQueryClient();
  return useMemo(() => {
    const renew = (id: string) =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['providers'] }),
        queries.invalidateQueries({ queryKey: ['models', id] }),
      ]);
    const renewing = async <T extends Connection>(work: Promise<T>): Promise<T> => {
      const connection = await work;
      void renew(connection.id);
      return connection;
    };
    return {
      add: (body) => renewing(rest.call('createConnection', { body })),
      change: (id, body) => renewing(rest.call('changeConnection', { params: { id }, body })),
      test: async (id) => {
        try {
          return await rest.call('testConnection', { params: { id }, body: {} });
        } finally {
          void renew(id);
          // It cost a little.
          void queries.invalidateQueries({ queryKey: ['spending'] });
        }
      },
      remove: async (id) => {
        await rest.call('deleteConnection', { params: { id } });
        await queries.invalidateQueries({ queryKey: ['providers'] });
        // Not before its row is gone, which would ask for them again.
        queries.removeQueries({ queryKey: ['models', id] });
      },
    };
  }, [rest, queries]);
}
