import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { Persona } from '@chimera/protocol/persona';

/** Who plays a seat whose sheet is nowhere: all that is known is its name. */
export function lostPersona(id: string, name: string): Persona {
  return {
    ...blankSheet,
    id,
    slug: id,
    name,
    systemPrompt: `You are ${name}. Your character sheet is lost: stay true to what you have said so far.`,
    builtIn: false,
    version: 1,
    createdAt: '1970-01-01T00:00:00.000Z',
    updatedAt: '1970-01-01T00:00:00.000Z',
  };
}
