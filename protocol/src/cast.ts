import { z } from 'zod';
import { formatChoiceSchema, settingsChangeSchema } from './conversation.ts';
import { oneLine, plainText } from './plain-text.ts';
import { SEATS_LIMIT } from './seat.ts';

/** A persona's place in a cast. */
export const castSeatSchema = z.strictObject({
  personaId: plainText().min(1).max(200),
  /** A role of the format; absent: by its place in the cast. */
  role: oneLine().min(1).max(40).optional(),
});
export type CastSeat = z.infer<typeof castSeatSchema>;

const texts = {
  /** What happens when they meet. */
  line: oneLine().max(200),
  /** What they talk about, when nothing else is chosen. */
  topic: plainText().trim().max(2000),
  /** Sets the stage, spoken by the narrator. */
  premise: plainText().trim().max(2000),
};

const rest = {
  name: oneLine().min(1).max(80),
  seats: z.array(castSeatSchema).min(1, 'A cast needs at least one seat.').max(SEATS_LIMIT),
  format: formatChoiceSchema.optional(),
  settings: settingsChangeSchema.optional(),
};

export const newCastSchema = z.strictObject({
  ...rest,
  line: texts.line.default(''),
  topic: texts.topic.default(''),
  premise: texts.premise.default(''),
});
export type NewCast = z.input<typeof newCastSchema>;

/** What is given changes. */
export const castChangeSchema = z
  .strictObject({ ...rest, ...texts })
  .partial()
  .extend({
    /** The version that the change was made from: when there is a newer one, nothing is written (409). */
    version: z.number().int().positive().optional(),
  });
export type CastChange = z.infer<typeof castChangeSchema>;

/** What somebody writes of a cast. */
export const castDocumentSchema = z.object({ ...rest, ...texts });
export type CastDocument = z.infer<typeof castDocumentSchema>;

/** Personas who go together, with what they play. */
export const castSchema = castDocumentSchema.extend({
  id: z.string(),
  builtIn: z.boolean(),
  version: z.number().int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Cast = z.infer<typeof castSchema>;
