import { type Persona, personaSchema } from '@chimera/protocol/persona';
import brotherAnselm from './built-in/brother-anselm.json' with { type: 'json' };
import bruno from './built-in/bruno.json' with { type: 'json' };
import dorothy from './built-in/dorothy.json' with { type: 'json' };
import inesVale from './built-in/ines-vale.json' with { type: 'json' };
import judgePell from './built-in/judge-pell.json' with { type: 'json' };
import marenTolk from './built-in/maren-tolk.json' with { type: 'json' };
import neriaSol from './built-in/neria-sol.json' with { type: 'json' };
import ottilieMarch from './built-in/ottilie-march.json' with { type: 'json' };
import pym from './built-in/pym.json' with { type: 'json' };
import rozCarrick from './built-in/roz-carrick.json' with { type: 'json' };
import socrates from './built-in/socrates.json' with { type: 'json' };
import viktorBrandt from './built-in/viktor-brandt.json' with { type: 'json' };
import { loadData } from './data.ts';

/** A built-in persona as its file holds it: what every built-in one has in common is added here. */
const sheetSchema = personaSchema
  .omit({ id: true, fallbacks: true, builtIn: true, version: true, createdAt: true, updatedAt: true })
  .strict();

const WRITTEN_AT = '2026-01-01T00:00:00.000Z';

const personas: readonly Persona[] = [
  socrates,
  dorothy,
  inesVale,
  brotherAnselm,
  marenTolk,
  ottilieMarch,
  judgePell,
  pym,
  bruno,
  rozCarrick,
  neriaSol,
  viktorBrandt,
].map((data) => {
  const sheet = loadData(`built-in/${data.slug}.json`, sheetSchema, data);
  return {
    ...sheet,
    id: `builtin-${sheet.slug}`,
    fallbacks: [],
    builtIn: true,
    version: 1,
    createdAt: WRITTEN_AT,
    updatedAt: WRITTEN_AT,
  };
});

const byId = new Map(personas.map((persona) => [persona.id, persona]));

export function builtInPersonas(): readonly Persona[] {
  return personas;
}

export function personaById(id: string): Persona | undefined {
  return byId.get(id);
}

/** Personas whose name, sheet or tags contain every word of `q`, and that carry `tag`. */
export function searchPersonas(
  among: readonly Persona[],
  { q = '', tag }: { readonly q?: string | undefined; readonly tag?: string | undefined },
): readonly Persona[] {
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
  return among.filter((persona) => {
    if (tag !== undefined && !persona.tags.includes(tag.toLowerCase())) return false;
    const { name, aliases, tagline, description, traits, tags } = persona;
    const text = [name, ...aliases, tagline, description, ...traits, ...tags].join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
