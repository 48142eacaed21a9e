import type { Kysely } from 'kysely';

/** Personas that people make, what they play by, and whom they put together. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createPersonas(db);
  await createDrafts(db);
  await createSeatSheets(db);
  await createCasts(db);
}

async function createPersonas(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('persona')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('slug', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('lore', 'text')
    .addColumn('card_hash', 'text')
    .addColumn('search', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    // The longest comes last: SQLite reads through what stands before a column.
    .addColumn('card', 'text')
    .addUniqueConstraint('persona_slug', ['owner_id', 'slug'])
    .execute();
  await db.schema.createIndex('persona_by_card').on('persona').columns(['owner_id', 'card_hash']).execute();
  await db.schema
    .createIndex('persona_by_time')
    .on('persona')
    .columns(['owner_id', 'updated_at', 'id'])
    .execute();
  await db.schema
    .createTable('persona_version')
    .addColumn('persona_id', 'text', (column) =>
      column.notNull().references('persona.id').onDelete('cascade'),
    )
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('lore', 'text')
    .addColumn('changed', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('persona_version_pk', ['persona_id', 'version'])
    .execute();
  await db.schema
    .createTable('favourite')
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('persona_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('favourite_pk', ['owner_id', 'persona_id'])
    .execute();
}

async function createDrafts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('persona_draft')
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('persona_id', 'text')
    .addColumn('base', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('persona_draft_pk', ['owner_id', 'id'])
    .execute();
  await db.schema
    .createTable('avatar')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('picture', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('avatar_by_owner').on('avatar').columns(['owner_id', 'created_at']).execute();
}

async function createSeatSheets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('seat_sheet')
    .addColumn('conversation_id', 'text', (column) =>
      column.notNull().references('conversation.id').onDelete('cascade'),
    )
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('persona_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('seat_sheet_pk', ['conversation_id', 'persona_id', 'version'])
    .execute();
  await db.schema
    .createIndex('seat_sheet_by_persona')
    .on('seat_sheet')
    .columns(['owner_id', 'persona_id'])
    .execute();
}

async function createCasts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('persona_cast')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('persona_cast_by_time')
    .on('persona_cast')
    .columns(['owner_id', 'updated_at'])
    .execute();
}
