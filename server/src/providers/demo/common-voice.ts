import type { Persona } from '@chimera/protocol/persona';
import { z } from 'zod';
import { hashOf } from '../text-hash.ts';
import data from './voices/common.json' with { type: 'json' };
import { signalSchema, type Tagged, type Voice, voiceSchema } from './voice.ts';
import { sentencesOf, stemOf, stemsOf, wordsOf } from '../words.ts';

const flavourSchema = z.strictObject({
  name: z.string(),
  /** Words of a persona's sheet that ask for this flavour. */
  cues: z.array(z.string()),
  guest: z.array(z.string()).min(1),
  signals: z.record(signalSchema, z.array(z.string()).min(2)),
  /** Short sentences that stand before a plain one. */
  openers: z.array(z.string()).min(4),
  prefers: z.record(z.string(), z.string()),
});
type Flavour = z.infer<typeof flavourSchema>;

const { base, flavours } = z
  .strictObject({ base: voiceSchema, flavours: z.array(flavourSchema).min(1) })
  .parse(data);

/** A voice for a persona that nobody wrote one for: common sentences, coloured by its sheet. */
export function commonVoice(persona: Persona): Voice {
  const flavour = flavourFor(persona);
  const own = ownLines(persona);
  const opener = (_: unknown, index: number) => flavour.openers[index % flavour.openers.length] ?? '';
  const coloured = Object.entries(base.moves).map(([move, lines]) => {
    const shift = hashOf(`${persona.slug} ${move}`);
    const flavoured = lines.map((line, index) => `[|${opener(line, index + shift)} ]${line}`);
    return [move, flavoured] as const;
  });
  return {
    ...base,
    slug: persona.slug,
    guest: flavour.guest,
    signals: flavour.signals,
    moves: voiceSchema.shape.moves.parse(Object.fromEntries(coloured)),
    views: [...own, ...base.views],
    memories: base.memories,
    prefers: flavour.prefers,
  };
}

export function flavourFor(
  persona: Pick<Persona, 'style' | 'tags' | 'traits' | 'tagline' | 'description'>,
): Flavour {
  const words = new Set(
    wordsOf([...persona.tags, ...persona.traits, persona.tagline, persona.description].join(' ')).map(stemOf),
  );
  const scored = flavours.map((flavour) => ({
    flavour,
    score: flavour.cues.filter((cue) => words.has(stemOf(cue))).length + leaning(flavour.name, persona.style),
  }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.flavour;
}

/** Strong sliders count like a word of the sheet. */
function leaning(
  name: string,
  { formality, humor, warmth, verbosity, creativity }: Persona['style'],
): number {
  const strength: Record<string, number> = {
    formal: formality,
    sly: humor,
    cheerful: warmth,
    gruff: 1 - Math.max(verbosity, warmth),
    poetic: creativity,
    precise: 1 - creativity,
  };
  return (strength[name] ?? 0) > 0.7 ? (strength[name] ?? 0) : 0;
}

/** What the owner wrote as examples is what the character says best. Whole claims only. */
function ownLines({ exampleMessages, greeting }: Persona): Tagged[] {
  return [...exampleMessages, greeting ?? '']
    .flatMap(sentencesOf)
    .filter(
      (text) =>
        wordsOf(text).length >= 4 && /^\p{Lu}/u.test(text) && /[.!]$/.test(text) && !/[[\]{}|“”"]/.test(text),
    )
    .map((text) => ({ about: [...stemsOf(text)], text }));
}
