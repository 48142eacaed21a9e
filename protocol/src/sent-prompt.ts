import { z } from 'zod';
import { reasonSchema } from './seat.ts';
import { samplingSchema, spokenBySchema, usageSchema } from './provider.ts';

/**
 * A part of a prompt. Parts of one role in a row travel as one message to the vendor.
 * system: where it is and what it may do, and who the seat is where the prompt is its own. line: something that
 * was said. note: a word from the stage, which is nobody's line. tail: for this turn only; the next prompt does
 * not hold it.
 */
export const sentPartSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  kind: z.enum(['system', 'line', 'note', 'tail']),
  text: z.string(),
  /** Estimated from the characters: vendors count with tokenisers of their own. */
  tokens: z.number().int().nonnegative(),
});
export type SentPart = z.infer<typeof sentPartSchema>;

/** What the gate did to an answer; codes of older and newer versions may be among them. */
export const gateActionSchema = z.object({
  rule: z.string(),
  action: z.string(),
  /** The words that it is about. */
  text: z.string().optional(),
});
export type SentGateAction = z.infer<typeof gateActionSchema>;

/** One call of a brain: what it was sent, and what became of its answer. */
export const sentTrySchema = z.object({
  brain: spokenBySchema,
  parts: z.array(sentPartSchema),
  /** Estimated, of all parts. */
  tokens: z.number().int().nonnegative(),
  /** As the vendor counted; absent when it did not say. */
  usage: usageSchema.optional(),
  /** Greatest length of the answer that was asked for, in tokens. */
  maxTokens: z.number().int(),
  /** Texts at which the model was to stop, where the vendor allows it. */
  stop: z.array(z.string()),
  sampling: samplingSchema.optional(),
  /** Set when the answer had to be JSON in this name. */
  replyAs: z.string().optional(),
  /** In the order of the text; empty: it passed untouched. */
  actions: z.array(gateActionSchema),
  /** Why the answer was refused before a word of it was shown. */
  refused: reasonSchema.optional(),
  /** Why the answer broke off, or never came. */
  broke: reasonSchema.optional(),
});
export type SentTry = z.infer<typeof sentTrySchema>;

/** What one attempt at a turn sent, exactly as it was kept then. */
export const sentPromptSchema = z.object({
  turnId: z.string(),
  attempt: z.number().int().positive(),
  seatId: z.string(),
  /** When the attempt ended. */
  at: z.iso.datetime(),
  tries: z.array(sentTrySchema),
});
export type SentPrompt = z.infer<typeof sentPromptSchema>;
