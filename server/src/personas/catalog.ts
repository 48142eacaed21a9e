import { type Persona, sheetSchema } from '@chimera/protocol/persona';
import { searchedText } from '@chimera/protocol/searched-text';
import { z } from 'zod';
import adaLovelace from './built-in/ada-lovelace.json' with { type: 'json' };
import agnesThorne from './built-in/agnes-thorne.json' with { type: 'json' };
import auntieParveen from './built-in/auntie-parveen.json' with { type: 'json' };
import brotherAnselm from './built-in/brother-anselm.json' with { type: 'json' };
import bruno from './built-in/bruno.json' with { type: 'json' };
import callaReyes from './built-in/calla-reyes.json' with { type: 'json' };
import dorothy from './built-in/dorothy.json' with { type: 'json' };
import edmundStrake from './built-in/edmund-strake.json' with { type: 'json' };
import folasadeQuist from './built-in/folasade-quist.json' with { type: 'json' };
import hatshepsut from './built-in/hatshepsut.json' with { type: 'json' };
import hesterCrake from './built-in/hester-crake.json' with { type: 'json' };
import ibnBattuta from './built-in/ibn-battuta.json' with { type: 'json' };
import inesVale from './built-in/ines-vale.json' with { type: 'json' };
import isterQuoll from './built-in/ister-quoll.json' with { type: 'json' };
import joryBlaze from './built-in/jory-blaze.json' with { type: 'json' };
import judgePell from './built-in/judge-pell.json' with { type: 'json' };
import juniperHale from './built-in/juniper-hale.json' with { type: 'json' };
import kestrelOhm from './built-in/kestrel-ohm.json' with { type: 'json' };
import lucianFrost from './built-in/lucian-frost.json' with { type: 'json' };
import ludmillaOrsk from './built-in/ludmilla-orsk.json' with { type: 'json' };
import marenTolk from './built-in/maren-tolk.json' with { type: 'json' };
import maudFerris from './built-in/maud-ferris.json' with { type: 'json' };
import maxineDray from './built-in/maxine-dray.json' with { type: 'json' };
import neriaSol from './built-in/neria-sol.json' with { type: 'json' };
import odileMarchand from './built-in/odile-marchand.json' with { type: 'json' };
import ottilieMarch from './built-in/ottilie-march.json' with { type: 'json' };
import pazMoreno from './built-in/paz-moreno.json' with { type: 'json' };
import persisWadia from './built-in/persis-wadia.json' with { type: 'json' };
import peverell from './built-in/peverell.json' with { type: 'json' };
import pym from './built-in/pym.json' with { type: 'json' };
import rozCarrick from './built-in/roz-carrick.json' with { type: 'json' };
import socrates from './built-in/socrates.json' with { type: 'json' };
import teodorLunt from './built-in/teodor-lunt.json' with { type: 'json' };
import theQuorum from './built-in/the-quorum.json' with { type: 'json' };
import tobiasKlee from './built-in/tobias-klee.json' with { type: 'json' };
import toveEkdal from './built-in/tove-ekdal.json' with { type: 'json' };
import viktorBrandt from './built-in/viktor-brandt.json' with { type: 'json' };
import wren from './built-in/wren.json' with { type: 'json' };
import yusufMirzai from './built-in/yusuf-mirzai.json' with { type: 'json' };
import { loadData } from './data.ts';

/** A built-in persona as its file holds it: what every built-in one has in common is added here. */
const fileSchema = sheetSchema
  .omit({ fallbacks: true })
  .extend({ slug: z.string(), alternateGreetings: sheetSchema.shape.alternateGreetings.default([]) });

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
  wren,
  toveEkdal,
  hesterCrake,
  yusufMirzai,
  odileMarchand,
  auntieParveen,
  lucianFrost,
  theQuorum,
  callaReyes,
  edmundStrake,
  agnesThorne,
  peverell,
  maxineDray,
  teodorLunt,
  ludmillaOrsk,
  kestrelOhm,
  joryBlaze,
  folasadeQuist,
  persisWadia,
  maudFerris,
  hatshepsut,
  ibnBattuta,
  adaLovelace,
  isterQuoll,
  juniperHale,
  tobiasKlee,
  pazMoreno,
].map((data) => {
  const sheet = loadData(`built-in/${data.slug}.json`, fileSchema, data);
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
    const text = searchedText(persona).toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
