import { z } from 'zod';
import { oneLine, plainText } from './plain-text.ts';
import { brainSchema, modelBrainSchema } from './provider.ts';

/** Why something happened: a code to switch on and a sentence to read. */
export const reasonSchema = z.object({ code: z.string(), text: z.string() });
export type Reason = z.infer<typeof reasonSchema>;

export const presenceSchema = z.enum(['stage', 'listening', 'away']);
export type Presence = z.infer<typeof presenceSchema>;

export const SEATS_LIMIT = 24;
/** Brains that stand by for a seat, in order. */
export const FALLBACKS_LIMIT = 5;

const fallbacksSchema = z.array(modelBrainSchema).max(FALLBACKS_LIMIT);

/** Nobody can speak for a seat before a time, and why. */
export const waitingSchema = z.object({ until: z.iso.datetime(), reason: reasonSchema });
export type Waiting = z.infer<typeof waitingSchema>;

/** A persona with a brain inside one conversation. */
export const seatSchema = z.object({
  id: z.string(),
  personaId: z.string(),
  /** The version of its sheet that it plays by; absent in older logs: the first. */
  personaVersion: z.number().int().positive().optional(),
  name: z.string(),
  /** Null: chosen by the server, turn by turn. */
  brain: brainSchema.nullable(),
  /** Who speaks, in order, when that brain does not answer; absent: those of the persona. */
  fallbacks: fallbacksSchema.optional(),
  presence: presenceSchema,
  /** Set while its provider asks for patience: others go on until then. */
  waiting: waitingSchema.optional(),
  /** The role that it was given in the format; absent: by its place in the cast. */
  role: z.string().optional(),
});
export type Seat = z.infer<typeof seatSchema>;

const name = oneLine().min(1).max(80);

export const newSeatSchema = z.strictObject({
  personaId: plainText().min(1).max(200),
  name: name.optional(),
  brain: brainSchema.optional(),
  fallbacks: fallbacksSchema.optional(),
  presence: presenceSchema.optional(),
  /** A role of the format; absent: by its place in the cast. */
  role: oneLine().min(1).max(40).optional(),
});
export type NewSeat = z.infer<typeof newSeatSchema>;

export const seatChangeSchema = z.strictObject({
  name: name.optional(),
  /** Null gives the choice back to the server. */
  brain: brainSchema.nullable().optional(),
  /** Null: those of the persona. */
  fallbacks: fallbacksSchema.nullable().optional(),
  presence: presenceSchema.optional(),
  /** From the next turn on it plays by this version of its sheet. */
  personaVersion: z.union([z.literal('newest'), z.number().int().positive()]).optional(),
});
export type SeatChange = z.infer<typeof seatChangeSchema>;
