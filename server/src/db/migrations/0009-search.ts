import { type Kysely, PostgresAdapter, sql } from 'kysely';

/** The words of what was said. What was said before is read by a job, so that no start has to wait for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) await createOnPostgres(db);
  else await createOnSqlite(db);
  await db.schema
    .createTable('search_backlog')
    .addColumn('conversation_id', 'text', (column) =>
      column.primaryKey().references('conversation.id').onDelete('cascade'),
    )
    .addColumn('owner_id', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('search_backlog_by_owner')
    .on('search_backlog')
    .columns(['owner_id', 'updated_at'])
    .execute();
  await sql`insert into search_backlog (conversation_id, owner_id, updated_at)
    select id, owner_id, updated_at from conversation`.execute(db);
  await sql`insert into job (id, kind, subject, payload, version, attempts, run_at)
    select 'fill-search', 'fill-search', 'all', '{}', 1, 0, 0
    where exists (select 1 from search_backlog)`.execute(db);
}

async function createOnSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table search_line (
    id integer primary key,
    conversation_id text not null references conversation (id) on delete cascade,
    owner_id text not null,
    seq bigint not null,
    constraint search_line_place unique (conversation_id, seq)
  )`.execute(db);
  // The words come folded and parted; all that FTS5 has to do is to cut at spaces.
  await sql`create virtual table message_words using fts5(
    words, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '#@~'", prefix = '3'
  )`.execute(db);
  await sql`create trigger search_line_gone after delete on search_line begin
    delete from message_words where rowid = old.id;
  end`.execute(db);
}

async function createOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table search_line (
    conversation_id text not null references conversation (id) on delete cascade,
    owner_id text not null,
    seq bigint not null,
    at bigint not null,
    words tsvector not null,
    constraint search_line_pk primary key (conversation_id, seq)
  )`.execute(db);
  await sql`create index search_line_words on search_line using gin (words)`.execute(db);
  await sql`create index search_line_by_time on search_line (owner_id, at, conversation_id, seq)`.execute(db);
}
