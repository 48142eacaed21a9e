import { providerKindSchema, spokenBySchema, usageSchema } from '@chimera/protocol/provider';
import { z } from 'zod';

/** A whole answer of one brain, as it came. What the brain thought before it spoke is not among it: nobody hears it. */
export const cachedAnswerSchema = z.object({
  connectionId: z.string(),
  kind: providerKindSchema,
  model: z.string(),
  brain: spokenBySchema,
  /** Words, and how many milliseconds after the question they came. */
  pieces: z.array(z.tuple([z.number(), z.string()])).readonly(),
  usage: usageSchema.nullable(),
  totalMs: z.number(),
  createdAtMs: z.number(),
});
export type CachedAnswer = Readonly<z.infer<typeof cachedAnswerSchema>>;

/** An answer whose pieces take more than this as JSON is not kept. */
export const ANSWER_BYTES_LIMIT = 64 * 1024;

const PREVIEW_LENGTH = 80;

/** Its first words, to be told from others in a list. */
export function previewOf({ pieces }: CachedAnswer): string {
  const text = pieces
    .map(([, words]) => words)
    .join('')
    .trim()
    .replaceAll(/\s+/g, ' ');
  return text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH).toWellFormed().trimEnd()}…` : text;
}
