import { ApiError } from '@chimera/client/api-error';
import { type FieldErrors, fieldErrorsOf } from '../queries/field-errors.ts';
import type { Words } from '../words/use-words.ts';

/** What is wrong, at the fields that are shown or as one sentence; how long to wait after too many tries. */
export function problemOf(cause: unknown, shown: readonly string[], { account: words }: Words): FieldErrors {
  if (cause instanceof ApiError && cause.status === 429) {
    const { retryAfterSeconds: seconds } = cause;
    return { fields: {}, whole: seconds === null ? words.waitSome : words.wait(seconds) };
  }
  return fieldErrorsOf(cause, shown);
}

/** The server does not believe a password: 401 and 403 both say so. */
export function isRefused(cause: unknown): boolean {
  return cause instanceof ApiError && (cause.status === 401 || cause.status === 403);
}
