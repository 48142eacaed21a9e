import type { Kysely } from 'kysely';

/** Connections that people made, with their keys sealed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('connection')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('label', 'text', (column) => column.notNull())
    .addColumn('base_url', 'text')
    .addColumn('sealed_key', 'text')
    .addColumn('key_last4', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('connection_by_owner')
    .on('connection')
    .columns(['owner_id', 'created_at', 'id'])
    .execute();
  await db.schema
    .createTable('seal_check')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .execute();
}
