import { z } from 'zod';
import { blankSheet } from './blank-sheet.ts';
import { type Sheet, sheetSchema } from './persona.ts';

const { shape } = sheetSchema;
const { style } = blankSheet;

/** A new persona: only a name is needed, what else is missing is filled in. */
export const newPersonaSchema = sheetSchema.extend({
  aliases: shape.aliases.default([]),
  tagline: shape.tagline.default(''),
  description: shape.description.default(''),
  systemPrompt: shape.systemPrompt.default(''),
  alternateGreetings: shape.alternateGreetings.default([]),
  exampleMessages: shape.exampleMessages.default([]),
  traits: shape.traits.default([]),
  tags: shape.tags.default([]),
  style: z
    .strictObject({
      creativity: shape.style.shape.creativity.default(style.creativity),
      verbosity: shape.style.shape.verbosity.default(style.verbosity),
      formality: shape.style.shape.formality.default(style.formality),
      humor: shape.style.shape.humor.default(style.humor),
      warmth: shape.style.shape.warmth.default(style.warmth),
    })
    .default(style),
  talkativeness: shape.talkativeness.default(blankSheet.talkativeness),
  pacing: shape.pacing.default(blankSheet.pacing),
  avatar: shape.avatar
    .extend({ color: shape.avatar.shape.color.default(blankSheet.avatar.color) })
    .default(blankSheet.avatar),
  fallbacks: shape.fallbacks.default([]),
});
export type NewPersona = z.input<typeof newPersonaSchema>;

/** What is given changes; null takes away. */
export const personaChangeSchema = sheetSchema.partial().extend({
  style: shape.style.partial().optional(),
  avatar: shape.avatar
    .partial()
    .extend({
      emoji: shape.avatar.shape.emoji.nullable(),
      imageUrl: shape.avatar.shape.imageUrl.nullable(),
      shape: shape.avatar.shape.shape.nullable(),
    })
    .optional(),
  greeting: shape.greeting.nullable(),
  brain: shape.brain.nullable(),
  voice: shape.voice.nullable(),
  lore: shape.lore.nullable(),
  credits: shape.credits.nullable(),
  /** The version that the change was made from: when there is a newer one, nothing is written (409). */
  version: z.number().int().positive().optional(),
});
export type PersonaChange = z.infer<typeof personaChangeSchema>;

/** A sheet with a change. Throws when together they are none, which a change that was parsed cannot cause. */
export function changedSheet(sheet: Sheet, { version: _, ...change }: PersonaChange): Sheet {
  const merged = {
    ...sheet,
    ...change,
    style: { ...sheet.style, ...change.style },
    avatar: withoutNulls({ ...sheet.avatar, ...change.avatar }),
  };
  return sheetSchema.parse(withoutNulls(merged));
}

function withoutNulls(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
