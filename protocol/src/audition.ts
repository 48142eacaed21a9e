import { z } from 'zod';
import { newPersonaSchema } from './new-persona.ts';
import { styleSchema } from './persona.ts';
import { plainText } from './plain-text.ts';
import { modelBrainSchema, spokenBySchema, usageSchema } from './provider.ts';

/** Trying out a persona before it is kept: what somebody says to it, or whom it meets. Nothing is stored. */
export const auditionSchema = z
  .strictObject({
    persona: newPersonaSchema,
    /** What is said to it. */
    prompt: plainText().trim().min(1).max(4000).optional(),
    /** Another persona: the two talk, three turns. */
    meet: plainText().min(1).max(200).optional(),
    /** What they talk about when they meet. */
    topic: plainText().trim().min(1).max(500).optional(),
    /** Who speaks for it; absent: its own brain, else the server's choice. */
    brain: modelBrainSchema.optional(),
  })
  .refine(({ prompt, meet }) => (prompt === undefined) !== (meet === undefined), {
    error: 'Give either prompt or meet.',
    path: ['prompt'],
  });
export type Audition = z.infer<typeof auditionSchema>;

/** What comes while it is tried out, as the data of server-sent events of the same name. */
export const auditionEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turn'), name: z.string(), self: z.boolean() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  /** What was said so far is void: the answer is asked for again. */
  z.object({ type: z.literal('reset') }),
  z.object({ type: z.literal('spoken'), brain: spokenBySchema, usage: usageSchema.optional() }),
  z.object({ type: z.literal('problem'), code: z.string(), detail: z.string() }),
  z.object({ type: z.literal('done') }),
]);
export type AuditionEvent = z.infer<typeof auditionEventSchema>;

/** The words that a persona adds to a prompt, and which field of its sheet each part comes from. */
export const composedSheetSchema = z.object({
  text: z.string(),
  /** About so many. */
  tokens: z.number().int(),
  parts: z.array(
    z.object({
      field: z.string(),
      /** Where the part stands in the text, in UTF-16 units. */
      start: z.number().int(),
      end: z.number().int(),
    }),
  ),
  /** What each part of the style puts into the text; the middle puts nothing there. */
  style: z.partialRecord(styleSchema.keyof(), z.string()),
  /** What seats that share a local model are told instead. */
  card: z.string(),
});
export type ComposedSheet = z.infer<typeof composedSheetSchema>;
