import { z } from 'zod';
import { authorSchema, messageSchema } from './message.ts';

/** The longest thing that is searched for, in UTF-16 units. */
export const SEARCH_LENGTH = 500;

/** A line in which everything that was asked for stands. */
export const searchHitSchema = z.object({
  conversationId: z.string(),
  title: z.string(),
  messageId: z.string(),
  seq: z.number().int().positive(),
  author: authorSchema,
  to: messageSchema.shape.to,
  at: z.iso.datetime(),
  /** A part of the line on one line; `matches` are the places in it that were found, in UTF-16 units. */
  snippet: z.object({
    text: z.string(),
    matches: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
  }),
});
export type SearchHit = z.infer<typeof searchHitSchema>;
