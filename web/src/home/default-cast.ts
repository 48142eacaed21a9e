import type { Persona } from '@chimera/protocol/persona';

const VOICES = 3;

/** Who talks when nobody chose: the preferred ones that exist, filled up to three with the first of the others. */
export function defaultCast(
  preferredIds: readonly string[],
  personas: readonly Persona[],
): readonly string[] {
  const known = new Set(personas.map(({ id }) => id));
  const preferred = preferredIds.filter((id) => known.has(id));
  const others = personas.map(({ id }) => id).filter((id) => !preferred.includes(id));
  return preferred.length >= 2 ? preferred : [...preferred, ...others].slice(0, VOICES);
}
