import { parentPort, workerData } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import { LRUCache } from 'lru-cache';
import type {
  SqliteAnswer,
  SqliteFailure,
  SqlitePlace,
  SqliteQuestion,
  SqliteStatement,
} from './sqlite-connection.ts';

/**
 * The thread that SQLite works in: waiting for the disk, it keeps nobody waiting but those who asked. Answers come
 * in the order of the questions.
 */

const BUSY_TIMEOUT_MS = 5000;
const STATEMENTS_LIMIT = 200;

const place: SqlitePlace = workerData;
const opened = open(place);

/** Preparing a statement costs more than running most of ours: each text is prepared once. */
const statements = new LRUCache<string, SqliteDatabase.Statement<unknown[], never>>({
  max: STATEMENTS_LIMIT,
});

parentPort?.on('message', (question: SqliteQuestion) => {
  if (question !== 'close') {
    parentPort?.postMessage(answerTo(question));
    return;
  }
  if ('sqlite' in opened) opened.sqlite.close();
  parentPort?.close();
});

/** What cannot be opened is the answer to every question. */
function open({
  file,
  isReadOnly,
}: SqlitePlace): { readonly sqlite: SqliteDatabase.Database } | SqliteFailure {
  try {
    const sqlite = new SqliteDatabase(file, { readonly: isReadOnly, timeout: BUSY_TIMEOUT_MS });
    if (!isReadOnly) sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('foreign_keys = ON');
    return { sqlite };
  } catch (error) {
    return failureOf(error);
  }
}

function answerTo({ text, parameters, begins }: SqliteStatement): SqliteAnswer {
  if (!('sqlite' in opened)) return opened;
  try {
    if (begins) statementOf(opened.sqlite, 'begin').run();
    const statement = statementOf(opened.sqlite, text);
    if (statement.reader) return { rows: statement.all(...parameters) };
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  } catch (error) {
    return failureOf(error);
  }
}

function statementOf(
  sqlite: SqliteDatabase.Database,
  text: string,
): SqliteDatabase.Statement<unknown[], never> {
  // After a full disk SQLite has rolled back by itself: a second time is an error, which would hide the first.
  const wanted = text === 'rollback' && !sqlite.inTransaction ? 'select 1' : text;
  const known = statements.get(wanted);
  if (known) return known;
  const statement = sqlite.prepare<unknown[], never>(wanted);
  statements.set(wanted, statement);
  return statement;
}

/** An error loses its code on its way between threads. */
function failureOf(error: unknown): SqliteFailure {
  if (error instanceof SqliteDatabase.SqliteError) return { message: error.message, code: error.code };
  return { message: error instanceof Error ? error.message : String(error), code: '' };
}
