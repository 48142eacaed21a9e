import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { SqliteConnection, type SqlitePlace } from './sqlite-connection.ts';

/** SQLite for Kysely, off the main thread. Nothing is opened before the first query. */
export function sqliteDialect(place: SqlitePlace): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => sqliteDriver(place),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** Kysely hands the one connection to one transaction after another (`supportsMultipleConnections` of the adapter). */
function sqliteDriver(place: SqlitePlace): Driver {
  let opened: SqliteConnection | null = null;
  const tell = (text: string) => async (connection: DatabaseConnection) => {
    await connection.executeQuery(CompiledQuery.raw(text));
  };
  return {
    async init() {},
    async acquireConnection() {
      opened ??= new SqliteConnection(place);
      return opened;
    },
    async beginTransaction() {
      opened?.begin();
    },
    commitTransaction: tell('commit'),
    rollbackTransaction: tell('rollback'),
    async releaseConnection() {},
    async destroy() {
      await opened?.close();
      opened = null;
    },
  };
}
