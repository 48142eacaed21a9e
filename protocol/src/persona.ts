import { z } from 'zod';
import { brainSchema } from './provider.ts';

const unit = z.number().min(0).max(1);

export const styleSchema = z.strictObject({
  creativity: unit,
  verbosity: unit,
  formality: unit,
  humor: unit,
  warmth: unit,
});

export const avatarSchema = z.strictObject({
  emoji: z.string().max(16).optional(),
  /** A CSS colour, only a wish: the conversation gives each seat its own. */
  color: z.string().max(40),
  imageUrl: z.string().max(2000).optional(),
});

/** A character sheet: who it is, how it talks, what it looks like. */
export const personaSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  /** Other names by which it is addressed. */
  aliases: z.array(z.string()),
  tagline: z.string(),
  description: z.string(),
  systemPrompt: z.string(),
  greeting: z.string().optional(),
  exampleMessages: z.array(z.string()),
  traits: z.array(z.string()),
  tags: z.array(z.string()),
  style: styleSchema,
  talkativeness: unit,
  pacing: z.strictObject({ minMs: z.number().int().min(0), maxMs: z.number().int().min(0) }),
  avatar: avatarSchema,
  brain: brainSchema.optional(),
  fallbacks: z.array(brainSchema),
  voice: z.string().optional(),
  builtIn: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Persona = z.infer<typeof personaSchema>;
