import type { Persona } from '@chimera/protocol/persona';
import { commonVoice } from './common-voice.ts';
import adaLovelace from './voices/ada-lovelace.json' with { type: 'json' };
import agnesThorne from './voices/agnes-thorne.json' with { type: 'json' };
import auntieParveen from './voices/auntie-parveen.json' with { type: 'json' };
import brotherAnselm from './voices/brother-anselm.json' with { type: 'json' };
import bruno from './voices/bruno.json' with { type: 'json' };
import callaReyes from './voices/calla-reyes.json' with { type: 'json' };
import dorothy from './voices/dorothy.json' with { type: 'json' };
import edmundStrake from './voices/edmund-strake.json' with { type: 'json' };
import folasadeQuist from './voices/folasade-quist.json' with { type: 'json' };
import hatshepsut from './voices/hatshepsut.json' with { type: 'json' };
import hesterCrake from './voices/hester-crake.json' with { type: 'json' };
import ibnBattuta from './voices/ibn-battuta.json' with { type: 'json' };
import inesVale from './voices/ines-vale.json' with { type: 'json' };
import isterQuoll from './voices/ister-quoll.json' with { type: 'json' };
import joryBlaze from './voices/jory-blaze.json' with { type: 'json' };
import judgePell from './voices/judge-pell.json' with { type: 'json' };
import juniperHale from './voices/juniper-hale.json' with { type: 'json' };
import kestrelOhm from './voices/kestrel-ohm.json' with { type: 'json' };
import lucianFrost from './voices/lucian-frost.json' with { type: 'json' };
import ludmillaOrsk from './voices/ludmilla-orsk.json' with { type: 'json' };
import marenTolk from './voices/maren-tolk.json' with { type: 'json' };
import maudFerris from './voices/maud-ferris.json' with { type: 'json' };
import maxineDray from './voices/maxine-dray.json' with { type: 'json' };
import neriaSol from './voices/neria-sol.json' with { type: 'json' };
import odileMarchand from './voices/odile-marchand.json' with { type: 'json' };
import ottilieMarch from './voices/ottilie-march.json' with { type: 'json' };
import pazMoreno from './voices/paz-moreno.json' with { type: 'json' };
import persisWadia from './voices/persis-wadia.json' with { type: 'json' };
import peverell from './voices/peverell.json' with { type: 'json' };
import pym from './voices/pym.json' with { type: 'json' };
import rozCarrick from './voices/roz-carrick.json' with { type: 'json' };
import socrates from './voices/socrates.json' with { type: 'json' };
import teodorLunt from './voices/teodor-lunt.json' with { type: 'json' };
import theQuorum from './voices/the-quorum.json' with { type: 'json' };
import tobiasKlee from './voices/tobias-klee.json' with { type: 'json' };
import toveEkdal from './voices/tove-ekdal.json' with { type: 'json' };
import viktorBrandt from './voices/viktor-brandt.json' with { type: 'json' };
import wren from './voices/wren.json' with { type: 'json' };
import yusufMirzai from './voices/yusuf-mirzai.json' with { type: 'json' };
import { type Voice, voiceSchema } from './voice.ts';

/** The hand-written voices, as their files hold them: for who only counts their words. */
export const voiceFiles = [
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
];

const bySlug = new Map(voiceFiles.map((file) => [file.slug, file]));
const read = new Map<string, Voice>();

/** Read when it is first needed: a talk has a handful of them. */
function ownVoice(slug: string): Voice | undefined {
  const file = bySlug.get(slug);
  if (!file) return undefined;
  const voice = read.get(slug) ?? voiceSchema.parse(file);
  read.set(slug, voice);
  return voice;
}

export function allVoices(): readonly Voice[] {
  return voiceFiles.flatMap(({ slug }) => ownVoice(slug) ?? []);
}

/** A persona's own voice when one was written for it, else one made from its sheet. */
export function voiceFor(persona: Persona): Voice {
  return (persona.builtIn ? ownVoice(persona.slug) : undefined) ?? commonVoice(persona);
}
