import { registrationSchema } from '@chimera/protocol/instance';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

const storedSchema = z.object({
  registration: registrationSchema.optional(),
  costPerDay: z.number().positive().nullable().optional(),
  playingPerUser: z.number().int().positive().optional(),
});

/** What admins decided for all; what is absent was never decided. */
export type StoredSettings = z.infer<typeof storedSchema>;

export interface InstanceSettingsStore {
  read(transaction?: Kysely<Schema>): Promise<StoredSettings>;
  /** Changes what it names and leaves the rest; `along` is written in the same transaction. */
  change(change: StoredSettings, along: (transaction: Kysely<Schema>) => Promise<void>): Promise<void>;
}

const ID = 'instance';

export function createInstanceSettingsStore({ db, kind }: Database): InstanceSettingsStore {
  const read = async (from: Kysely<Schema>, isForChange: boolean): Promise<StoredSettings> => {
    const query = from.selectFrom('instance_settings').select('document').where('id', '=', ID);
    const row = await (isForChange && kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
    return row ? storedSchema.parse(JSON.parse(row.document)) : {};
  };
  return {
    read: (transaction = db) => read(transaction, false),
    change: (change, along) =>
      db.transaction().execute(async (transaction) => {
        // There must be a row to lock: of two who change at once none undoes the other.
        await transaction
          .insertInto('instance_settings')
          .values({ id: ID, document: '{}' })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const document = JSON.stringify({ ...(await read(transaction, true)), ...change });
        await transaction.updateTable('instance_settings').set({ document }).where('id', '=', ID).execute();
        await along(transaction);
      }),
  };
}
