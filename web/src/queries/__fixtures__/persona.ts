import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { Persona } from '@chimera/protocol/persona';

/** A whole persona from the parts that a test cares about. */
export function persona(parts: Partial<Persona> & { id: string }): Persona {
  return {
    ...blankSheet,
    slug: parts.id,
    name: parts.id,
    builtIn: true,
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...parts,
  };
}
