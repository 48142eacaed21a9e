import { z } from 'zod';
import { lorebookSchema } from './lore.ts';
import { oneLine, plainText } from './plain-text.ts';
import { brainSchema, modelBrainSchema } from './provider.ts';
import { FALLBACKS_LIMIT } from './seat.ts';
import { avatarShapes, SHEET_LIMITS } from './sheet-limits.ts';

const unit = z.number().min(0).max(1);

export const styleSchema = z.strictObject({
  creativity: unit,
  verbosity: unit,
  formality: unit,
  humor: unit,
  warmth: unit,
});
export type Style = z.infer<typeof styleSchema>;

export const avatarSchema = z.strictObject({
  emoji: oneLine().max(SHEET_LIMITS.emoji).optional(),
  /** A CSS colour, only a wish: the conversation gives each seat its own. */
  color: oneLine().min(1).max(40),
  /** A picture that was uploaded here: `/api/avatars/…`. */
  imageUrl: z
    .string()
    .regex(/^\/api\/avatars\/[\w-]{1,100}$/, 'Upload a picture first; pictures elsewhere are not shown.')
    .optional(),
  shape: z.enum(avatarShapes).optional(),
});
export type Avatar = z.infer<typeof avatarSchema>;

/** Who made a card that was brought in. */
export const creditsSchema = z.strictObject({
  creator: plainText().max(300).optional(),
  notes: plainText().max(40_000).optional(),
  version: plainText().max(300).optional(),
});

const pauseMs = z.number().int().min(0).max(SHEET_LIMITS.pauseMs);

/** Pause before it speaks, in milliseconds. */
export const pacingSchema = z
  .strictObject({ minMs: pauseMs, maxMs: pauseMs })
  .refine(({ minMs, maxMs }) => minMs <= maxMs, 'The shorter pause is longer than the longer one.');

const word = oneLine().min(1).max(SHEET_LIMITS.word);
const words = z.array(word).max(SHEET_LIMITS.words);
const greeting = plainText().max(SHEET_LIMITS.greeting);

/** What somebody writes of a persona. Texts may hold `{{char}}` and `{{user}}`, which are filled in when it speaks. */
export const sheetSchema = z.strictObject({
  name: oneLine().min(1).max(SHEET_LIMITS.name),
  /** Other names by which it is addressed. */
  aliases: words,
  tagline: oneLine().max(SHEET_LIMITS.tagline),
  description: plainText().max(SHEET_LIMITS.text),
  systemPrompt: plainText().max(SHEET_LIMITS.text),
  greeting: greeting.optional(),
  alternateGreetings: z.array(greeting).max(SHEET_LIMITS.examples),
  exampleMessages: z.array(plainText().max(SHEET_LIMITS.example)).max(SHEET_LIMITS.examples),
  traits: words,
  tags: words,
  style: styleSchema,
  talkativeness: unit,
  pacing: pacingSchema,
  avatar: avatarSchema,
  brain: brainSchema.optional(),
  fallbacks: z.array(modelBrainSchema).max(FALLBACKS_LIMIT),
  voice: oneLine().max(200).optional(),
  lore: lorebookSchema.optional(),
  credits: creditsSchema.optional(),
});
export type Sheet = z.infer<typeof sheetSchema>;
export type SheetField = keyof Sheet;

/** A character sheet: who it is, how it talks, what it looks like. */
export const personaSchema = sheetSchema
  .extend({
    id: z.string(),
    slug: z.string(),
    builtIn: z.boolean(),
    /** Grows with each change that is kept. */
    version: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .strip();
export type Persona = z.infer<typeof personaSchema>;

/** A persona as its reader sees it. */
export const listedPersonaSchema = personaSchema.extend({ favourite: z.boolean() });
export type ListedPersona = z.infer<typeof listedPersonaSchema>;
