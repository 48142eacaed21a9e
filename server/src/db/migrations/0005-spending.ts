import type { Kysely } from 'kysely';

/** What owners spent, and how much they allow. No reference to conversations: what was spent outlives them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spent')
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('connection_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('calls', 'bigint', (column) => column.notNull())
    .addColumn('input_tokens', 'bigint', (column) => column.notNull())
    .addColumn('output_tokens', 'bigint', (column) => column.notNull())
    .addColumn('cached_tokens', 'bigint', (column) => column.notNull())
    .addColumn('cost', 'double precision', (column) => column.notNull())
    .addColumn('unpriced', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('spent_pk', ['owner_id', 'day', 'connection_id', 'kind', 'model'])
    .execute();
  await db.schema
    .createTable('owner_limits')
    .addColumn('owner_id', 'text', (column) => column.primaryKey())
    .addColumn('document', 'text', (column) => column.notNull())
    .execute();
}
