import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

/** Where SQLite keeps its tables: a path, or `:memory:`. */
export interface SqlitePlace {
  readonly file: string;
  readonly isReadOnly: boolean;
}

export type SqliteQuestion = SqliteStatement | 'close';

export interface SqliteStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
  /** A transaction begins with it: one way to the thread and back for both. */
  readonly begins: boolean;
}

/** What a row holds is known to whoever asked for it. */
export type SqliteAnswer = QueryResult<never> | SqliteFailure;

export interface SqliteFailure {
  readonly message: string;
  /** One of https://sqlite.org/rescode.html, or empty. */
  readonly code: string;
}

/** What SQLite said of a statement that it did not carry out. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError';
  readonly code: string;

  constructor({ message, code }: SqliteFailure) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  readonly resolve: (result: QueryResult<never>) => void;
  readonly reject: (error: Error) => void;
}

/** One connection to SQLite, in a thread of its own. A process that waits for nothing else may end beside it. */
export class SqliteConnection implements DatabaseConnection {
  readonly #thread: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #ended: Promise<void>;
  #begins = false;

  constructor(place: SqlitePlace) {
    // Beside this file, whether it was built or not.
    const script = new URL(`./sqlite-thread${extname(import.meta.url)}`, import.meta.url);
    this.#thread = new Worker(script, { workerData: place });
    this.#thread.unref();
    this.#thread.on('message', (answer: SqliteAnswer) => this.#settle(answer));
    // Nobody listens for its error: what ends the thread ends the process, which is of no use without it.
    this.#ended = new Promise((resolve) => {
      this.#thread.once('exit', () => resolve());
    });
  }

  /** The next statement begins a transaction. */
  begin(): void {
    this.#begins = true;
  }

  executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    return new Promise((resolve, reject) => {
      // First said, then waited for: what cannot be said throws here.
      this.#say({ text, parameters, begins: this.#begins });
      this.#begins = false;
      this.#waiting.push({ resolve, reject });
      this.#thread.ref();
    });
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query);
  }

  async close(): Promise<void> {
    this.#thread.ref();
    this.#say('close');
    await this.#ended;
  }

  #say(question: SqliteQuestion): void {
    this.#thread.postMessage(question);
  }

  #settle(answer: SqliteAnswer): void {
    const asked = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#thread.unref();
    if ('rows' in answer) asked?.resolve(answer);
    else asked?.reject(new SqliteError(answer));
  }
}
