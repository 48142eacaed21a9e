import { ApiError } from '@chimera/client/api-error';
import { reasonOf } from './reason-of.ts';

/** What is wrong with what was sent: at fields, and with the whole when it belongs to none of them. */
export interface FieldErrors {
  readonly fields: Readonly<Partial<Record<string, string>>>;
  readonly whole: string | null;
}

/** Sorts the errors of an answer to the fields that are shown; what belongs to none stands above them. */
export function fieldErrorsOf(cause: unknown, shown: readonly string[]): FieldErrors {
  const errors = cause instanceof ApiError ? (cause.problem.errors ?? []) : [];
  const known = errors.filter(({ path }) => shown.includes(path));
  if (known.length === 0) return { fields: {}, whole: reasonOf(cause) };
  // The first error of a field is the one to mend first.
  const fields = Object.fromEntries(known.toReversed().map(({ path, message }) => [path, message]));
  const others = errors.filter(({ path }) => !shown.includes(path)).map(({ message }) => message);
  return { fields, whole: others.length === 0 ? null : others.join(' ') };
}
