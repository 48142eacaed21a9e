import type { ErrorCode } from '@chimera/protocol/error';

/** Something a caller can understand and act on. `http` and `live` turn it into an answer. */
export class ChimeraError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly { path: string; message: string }[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: {
      cause?: unknown;
      errors?: readonly { path: string; message: string }[];
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'ChimeraError';
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Not yours and not there are the same answer. */
export function notFound(what: string): ChimeraError {
  return new ChimeraError('not-found', `There is no such ${what}.`);
}

/** Codes of Node, SQLite (sqlite.org/rescode.html) and PostgreSQL (appendix A of its manual) for a full disk. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', '53100']);
/** Of a database that does not answer now: class 08, 57P0x and 53300 of PostgreSQL, and what sockets say. */
const AWAY =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|57P0\d|53300|SQLITE_BUSY\w*)$/;
/** The driver of PostgreSQL says these without a code. */
const AWAY_WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

const RETRY_SECONDS = 2;

/** What is wrong when something could not be kept or read, in words for whoever asked; null: it is something else. */
export function storageProblem(error: unknown): ChimeraError | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (FULL.has(code)) {
    const detail = 'The disk is full. Nothing was changed. Free some space and try again.';
    return new ChimeraError('storage-full', detail, { cause: error });
  }
  if (!AWAY.test(code) && !AWAY_WORDS.test(error.message)) return null;
  const detail =
    'The database does not answer now. Try again in a moment; with the same Idempotency-Key nothing is done twice.';
  return new ChimeraError('unavailable', detail, { cause: error, retryAfterSeconds: RETRY_SECONDS });
}
