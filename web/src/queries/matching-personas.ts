import type { Persona } from '@chimera/protocol/persona';

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
    const { name, aliases, tagline, description, traits, tags } = persona;
    const text = plain([name, ...aliases, tagline, description, ...traits, ...tags].join(' '));
    return wanted.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
