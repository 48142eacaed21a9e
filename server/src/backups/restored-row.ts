import { z } from 'zod';
import type { Row } from './backup-format.ts';

export interface RestoredAs {
  readonly newGen: () => string;
  /** Provider keys that nobody can open any more are not brought back. */
  readonly forgetsKeys: boolean;
}

const documentSchema = z.looseObject({ gen: z.string() });

/**
 * A row as it is brought back; null: it is not. A conversation begins another life: what browsers know of the one
 * before is void. What a process held is held by nobody.
 */
export function restoredRow(table: string, row: Row, { newGen, forgetsKeys }: RestoredAs): Row | null {
  switch (table) {
    case 'conversation': {
      const gen = newGen();
      const document = documentSchema.parse(JSON.parse(String(row['document'])));
      return {
        ...row,
        gen,
        document: JSON.stringify({ ...document, gen }),
        lease_node: null,
        lease_until: null,
      };
    }
    case 'job':
      return { ...row, attempts: 0, locked_by: null, locked_until: null };
    case 'connection':
      return forgetsKeys ? { ...row, sealed_key: null, key_last4: null } : row;
    case 'seal_check':
      return forgetsKeys ? null : row;
    default:
      return row;
  }
}
