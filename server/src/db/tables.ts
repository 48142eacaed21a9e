import { sql } from 'kysely';
import type { Database } from './open-database.ts';

/** An ordinary table as the database itself describes it. */
export interface Table {
  readonly name: string;
  /** Those that can be written, in the order of their names: what is generated is not among them. */
  readonly columns: readonly string[];
  /** Columns of the primary key. */
  readonly key: readonly string[];
}

interface FoundTable extends Table {
  /** Tables that its rows refer to. */
  readonly parents: readonly string[];
}

/** All ordinary tables but those of the migrator, each after those that it refers to. No view, index or virtual table. */
export async function tablesOf(database: Database): Promise<Table[]> {
  const found = database.kind === 'sqlite' ? await sqliteTables(database) : await postgresTables(database);
  const byName = found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return parentsFirst(byName).map(({ name, columns, key }) => ({ name, columns, key }));
}

async function sqliteTables({ db }: Database): Promise<FoundTable[]> {
  // Shadow tables belong to a virtual one: both are left to what fills them.
  const { rows } = await sql<{ name: string }>`
    select name from pragma_table_list
    where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'
      and name not like 'kysely\\_%' escape '\\'`.execute(db);
  return Promise.all(
    rows.map(async ({ name }) => {
      const columns = await sql<{ name: string; pk: number; hidden: number }>`
        select name, pk, hidden from pragma_table_xinfo(${name})`.execute(db);
      const parents = await sql<{ parent: string }>`
        select distinct "table" as parent from pragma_foreign_key_list(${name})`.execute(db);
      const inKey = columns.rows.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
      return {
        name,
        columns: columns.rows
          .filter(({ hidden }) => hidden === 0)
          .map((column) => column.name)
          .toSorted(),
        key: inKey.map((column) => column.name),
        parents: parents.rows.map(({ parent }) => parent),
      };
    }),
  );
}

async function postgresTables({ db }: Database): Promise<FoundTable[]> {
  const { rows } = await sql<FoundTable>`
    select c.relname as name,
      array(select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attname::text collate "C") as columns,
      array(select a.attname::text from pg_index i
        cross join unnest(i.indkey) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary order by k.place) as key,
      array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f') as parents
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not like 'kysely\\_%'`.execute(db);
  return rows;
}

/** In a circle of tables the order would not matter to us, but to the database: there is none. */
function parentsFirst(tables: readonly FoundTable[]): FoundTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<FoundTable>();
  const visit = (table: FoundTable, trail: readonly string[]): void => {
    if (ordered.has(table) || trail.includes(table.name)) return;
    for (const parent of table.parents) {
      const found = byName.get(parent);
      if (found) visit(found, [...trail, table.name]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}
