import { z } from 'zod';

/** What became of one part of a file that was brought in. */
export const importNoteSchema = z.object({
  /** Where in the file, such as `data.character_book.entries[3].keys`. */
  path: z.string(),
  /** `changed`: it came in, but not as it was. `kept`: not used here, and given back on export. `left-out`: it did not come in. */
  kind: z.enum(['changed', 'kept', 'left-out']),
  message: z.string(),
});
export type ImportNote = z.infer<typeof importNoteSchema>;

/** What became of one file. */
export const importReportSchema = z.object({
  file: z.string(),
  outcome: z.enum(['imported', 'already-here', 'refused']),
  /** What it was: a Character Card V2 or V3, or a cast. */
  format: z.enum(['card-v1', 'card-v2', 'card-v3', 'cast']).optional(),
  /** How it was wrapped. */
  container: z.enum(['json', 'png', 'charx']).optional(),
  personaIds: z.array(z.string()),
  name: z.string().optional(),
  notes: z.array(importNoteSchema),
  /** Why it was refused: what is wrong, where, and what to do. */
  problem: z.string().optional(),
});
export type ImportReport = z.infer<typeof importReportSchema>;
