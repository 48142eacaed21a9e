import { isDeepStrictEqual } from 'node:util';
import type { Sheet } from '@chimera/protocol/persona';

/** Fields in which two sheets differ, by name. */
export function changedFields(before: Sheet, after: Sheet): string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => !isDeepStrictEqual(old.get(field), now.get(field)))
    .toSorted();
}
