import { z } from 'zod';
import { sheetSchema } from './persona.ts';
import { plainText } from './plain-text.ts';

/** A sheet that is being written: anything may still be missing, and a name may be empty. */
export const draftSheetSchema = sheetSchema.partial().extend({ name: plainText().max(80).optional() });
export type DraftSheet = z.infer<typeof draftSheetSchema>;

/** What somebody has written of a persona and not yet kept as a version. */
export const personaDraftSchema = z.object({
  id: z.string(),
  /** The persona that it is about; absent: a new one. */
  personaId: z.string().optional(),
  /** The version that it was begun from; 0: a new persona. */
  base: z.number().int().nonnegative(),
  /** Grows each time it is saved. */
  revision: z.number().int().positive(),
  sheet: draftSheetSchema,
  savedAt: z.iso.datetime(),
});
export type PersonaDraft = z.infer<typeof personaDraftSchema>;

export const newDraftSchema = z.strictObject({
  /** Absent: a new persona. */
  personaId: plainText().min(1).max(200).optional(),
  base: z.number().int().nonnegative(),
  sheet: draftSheetSchema,
});
export type NewDraft = z.infer<typeof newDraftSchema>;

export const draftSaveSchema = z.strictObject({
  /** The version that it now stands on; absent: as before. */
  base: z.number().int().nonnegative().optional(),
  /** The revision that this one follows: when there is a newer one, nothing is written (409). */
  revision: z.number().int().positive(),
  sheet: draftSheetSchema,
});
export type DraftSave = z.infer<typeof draftSaveSchema>;
