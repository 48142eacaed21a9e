import { z } from 'zod';

export const turnOrderSchema = z.enum(['natural', 'round-robin', 'manual', 'moderator']);
export type TurnOrder = z.infer<typeof turnOrderSchema>;

/** One stretch of a format: who speaks in which order, what they are told, how long. */
export const phaseSchema = z.object({
  id: z.string(),
  name: z.string(),
  order: turnOrderSchema,
  /** Seats that speak in this phase, by their place in the cast from 0; absent: all. */
  speakers: z.array(z.number().int().nonnegative()).optional(),
  /** Turns before the next phase begins; absent: until the conversation ends. */
  turns: z.number().int().positive().optional(),
  /** A direction for each speaker's turn. */
  tell: z.string().optional(),
  /** Target and greatest length of a turn, in words. */
  words: z.tuple([z.number().int().positive(), z.number().int().positive()]).optional(),
});
export type Phase = z.infer<typeof phaseSchema>;

/** A script of how turns go. */
export const formatSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** One sentence for every seat's prompt: what kind of talk this is. */
  frame: z.string(),
  phases: z.array(phaseSchema).min(1),
});
export type Format = z.infer<typeof formatSchema>;
