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
