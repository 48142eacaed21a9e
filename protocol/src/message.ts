import { z } from 'zod';
import { spokenBySchema, usageSchema } from './provider.ts';

/** The longest text that a person may send at once, in UTF-16 units. */
export const MESSAGE_TEXT_LIMIT = 20_000;

export const authorSchema = z.object({
  kind: z.enum(['seat', 'human', 'narrator', 'system']),
  seatId: z.string().optional(),
  personaId: z.string().optional(),
  userId: z.string().optional(),
  name: z.string(),
});
export type Author = z.infer<typeof authorSchema>;

export const timingSchema = z.object({
  thinkMs: z.number().int().optional(),
  firstTokenMs: z.number().int().optional(),
  totalMs: z.number().int().optional(),
});

export const alternativeSchema = z.object({
  text: z.string(),
  brain: spokenBySchema.optional(),
  cached: z.boolean().optional(),
  createdAt: z.iso.datetime(),
  /** The turn that made it; absent when a person wrote it. */
  turnId: z.string().optional(),
  attempt: z.number().int().positive().optional(),
});
export type Alternative = z.infer<typeof alternativeSchema>;

/** What a finished turn, a human, the narrator or the house said. */
export const messageSchema = z.object({
  id: z.string(),
  seq: z.number().int().positive(),
  turnId: z.string().optional(),
  attempt: z.number().int().positive().optional(),
  author: authorSchema,
  text: z.string(),
  /** Seats that hear a whisper; absent when everybody hears it. */
  to: z.array(z.string()).optional(),
  status: z.enum(['complete', 'interrupted', 'failed']),
  /** Why it stopped early, was cut, or (system lines) what kind of line it is. */
  reason: z.string().optional(),
  brain: spokenBySchema.optional(),
  cached: z.boolean().optional(),
  usage: usageSchema.optional(),
  /** US dollars; absent when the price is unknown. */
  cost: z.number().nonnegative().optional(),
  timing: timingSchema.optional(),
  alternatives: z.array(alternativeSchema).optional(),
  /** Which of `alternatives` is shown. */
  chosen: z.number().int().nonnegative().optional(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().optional(),
});
export type Message = z.infer<typeof messageSchema>;

/** A message as an event carries it: its `seq` is the event's. */
export const unnumberedMessageSchema = messageSchema.omit({ seq: true });
export type UnnumberedMessage = z.infer<typeof unnumberedMessageSchema>;
