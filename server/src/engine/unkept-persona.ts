import type { Persona, Sheet } from '@chimera/protocol/persona';

/** A sheet as a persona that nobody keeps, for as long as it is tried out. */
export function unkeptPersona(sheet: Sheet, at: string): Persona {
  return {
    ...sheet,
    id: 'audition',
    slug: 'audition',
    builtIn: false,
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}
