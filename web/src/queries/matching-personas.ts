import type { Persona } from '@chimera/protocol/persona';
import { searchedText } from '@chimera/protocol/searched-text';

export interface PersonaFilter {
  readonly q: string;
  readonly tag: string | null;
}

/** Personas in which every word of the search occurs, whatever its case and accents. */
export function matchingPersonas(
  personas: readonly Persona[],
  { q, tag }: PersonaFilter,
): readonly Persona[] {
  const wanted = plain(q).split(/\s+/).filter(Boolean);
  return personas.filter((persona) => {
    if (tag !== null && !persona.tags.includes(tag)) return false;
    const text = plain(searchedText(persona));
    return wanted.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
