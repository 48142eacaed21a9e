import { ApiError, NetworkError } from '@chimera/client/api-error';

/** What went wrong, as a sentence for people. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof ApiError) return cause.problem.detail;
  if (cause instanceof NetworkError) return cause.message;
  return 'Something unexpected happened in the app.';
}
