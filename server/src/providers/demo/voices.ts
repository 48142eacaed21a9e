import type { Persona } from '@chimera/protocol/persona';
import { commonVoice } from './common-voice.ts';
import brotherAnselm from './voices/brother-anselm.json' with { type: 'json' };
import bruno from './voices/bruno.json' with { type: 'json' };
import dorothy from './voices/dorothy.json' with { type: 'json' };
import inesVale from './voices/ines-vale.json' with { type: 'json' };
import judgePell from './voices/judge-pell.json' with { type: 'json' };
import marenTolk from './voices/maren-tolk.json' with { type: 'json' };
import neriaSol from './voices/neria-sol.json' with { type: 'json' };
import ottilieMarch from './voices/ottilie-march.json' with { type: 'json' };
import pym from './voices/pym.json' with { type: 'json' };
import rozCarrick from './voices/roz-carrick.json' with { type: 'json' };
import socrates from './voices/socrates.json' with { type: 'json' };
import viktorBrandt from './voices/viktor-brandt.json' with { type: 'json' };
import { type Voice, voiceSchema } from './voice.ts';

/** The hand-written voices. */
export const voices: readonly Voice[] = [
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
].map((voice) => voiceSchema.parse(voice));

const bySlug = new Map(voices.map((voice) => [voice.slug, voice]));

/** A persona's own voice when one was written for it, else one made from its sheet. */
export function voiceFor(persona: Persona): Voice {
  return (persona.builtIn ? bySlug.get(persona.slug) : undefined) ?? commonVoice(persona);
}
