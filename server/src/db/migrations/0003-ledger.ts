import type { Kysely } from 'kysely';

/** What models noted of talk that prompts no longer hold. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ledger')
    .addColumn('conversation_id', 'text', (column) =>
      column.notNull().references('conversation.id').onDelete('cascade'),
    )
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('after_seq', 'integer', (column) => column.notNull())
    .addColumn('until_seq', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_pk', ['conversation_id', 'after_seq'])
    .execute();
}
